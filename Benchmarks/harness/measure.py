"""Runs one command in a fresh process and says what it took."""

import json
import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Run:
    """One finished process."""

    wall: float
    processor: float
    peak_mb: float
    # Cores that everything else on the machine kept busy meanwhile, on average.
    other_load: float
    out: dict = field(default_factory=dict)
    failure: str = ""


def busy_seconds():
    """Processor seconds of the whole machine so far, without idling and waiting."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq, *_ = map(int, file.readline().split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def run(command, environment=None, timeout=300, folder=None):
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        busy = busy_seconds()
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=errors, cwd=folder,
            env={**os.environ, **(environment or {})},
        )
        alarm = threading.Timer(timeout, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        processor = usage.ru_utime + usage.ru_stime
        result = Run(
            wall=wall, processor=processor, peak_mb=usage.ru_maxrss / 1024,
            # The machine's clock ticks in hundredths: below a few of them nothing can be said.
            other_load=max(0.0, busy_seconds() - busy - processor) / wall if wall > 0.1 else 0.0,
        )
        output.seek(0)
        errors.seek(0)
        lines = [line for line in output.read().splitlines() if line.startswith("{")]
        if process.returncode != 0:
            text = errors.read().strip().splitlines()
            if wall >= timeout:
                text = [f"took longer than {timeout} s"]
            result.failure = text[-1] if text else f"ended with status {process.returncode}"
        elif lines:
            result.out = json.loads(lines[-1])
            result.failure = result.out.get("not_available", "")
        return result
