"""Reading a table from text."""

import os


def csv(job):
    path = job.file(job.text("set", "mixed-1000000") + ".csv")
    if job.variant == "pandas":
        import pandas

        table = job.timed(lambda: pandas.read_csv(path))
    elif job.variant == "pyarrow":
        import pyarrow.csv

        table = job.timed(lambda: pyarrow.csv.read_csv(path))
    else:
        import polars

        table = job.timed(lambda: polars.read_csv(path))
    job.quality["rows"], job.quality["columns"] = table.shape
    job.rate["mb_s"] = os.path.getsize(path) / 1e6 / job.seconds
