"""Dates and times with what Python's datetime reads, for TimeFormatTests.

Python's standard library alone; run as: python3 dates.py > dates.json
"""

import json
import random
from datetime import datetime, timedelta, timezone

random.seed(7)
cases = []
formats = [
    (None, "%Y-%m-%d"), (None, "%Y-%m-%dT%H:%M:%S"), (None, "%Y/%m/%d %H:%M"), (None, "%Y%m%d"),
    ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M"), ("%m/%d/%y %I:%M %p", "%m/%d/%y %I:%M %p"),
    ("%d %b %Y", "%d %b %Y"), ("%A, %d %B %Y", "%A, %d %B %Y"), ("%Y %j", "%Y %j"),
]
for i in range(180):
    form, written = formats[i % len(formats)]
    # Two-digit years are from 1969 to 2068.
    moment = datetime(1969, 1, 1) + timedelta(seconds=random.randrange(99 * 365 * 86400))
    text = moment.strftime(written)
    read = datetime.strptime(text, written)
    offset = None
    if i % len(formats) == 1 and i % 2 == 0:
        minutes = random.choice([-570, -300, 60, 120, 345])
        offset = minutes * 60
        zone = timezone(timedelta(minutes=minutes))
        read = read.replace(tzinfo=zone)
        text += read.strftime("%z")
    utc = read if offset is not None else read.replace(tzinfo=timezone.utc)
    cases.append({
        "text": text, "format": form, "seconds": int(utc.timestamp()), "year": read.year,
        "month": read.month, "day": read.day, "weekday": read.isoweekday(), "hour": read.hour,
    })
print(json.dumps(cases, indent=0))
