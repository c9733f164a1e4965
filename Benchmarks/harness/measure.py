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
    # All of its standard output.
    text: str = ""


def busy_seconds():
    """Processor seconds of the whole machine so far, without idling and waiting."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq, *_ = map(int, file.readline().split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def other_load(seconds=0.25):
    """Cores kept busy by everything there is, while this program sleeps."""
    before = busy_seconds()
    time.sleep(seconds)
    return (busy_seconds() - before) / seconds


def load_after_waiting(quiet, patience):
    """Waits for the machine to be quiet, but no longer than `patience` seconds; gives its load."""
    end = time.monotonic() + patience
    load = other_load()
    while load > quiet and time.monotonic() < end:
        load = other_load()
    return load


def run(command, environment=None, timeout=300, load_before=0.0):
    """Runs a command to its end.

    `load_before` stands for the other load where the run is too short to measure it: the
    machine's clock ticks in hundredths of a second.
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        busy = busy_seconds()
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=errors,
            env={**os.environ, **(environment or {})},
        )
        alarm = threading.Timer(timeout, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        processor = usage.ru_utime + usage.ru_stime
        others = max(0.0, busy_seconds() - busy - processor) / wall
        result = Run(
            wall=wall, processor=processor, peak_mb=usage.ru_maxrss / 1024,
            other_load=others if wall > 0.5 else load_before,
        )
        output.seek(0)
        errors.seek(0)
        result.text = output.read()
        lines = [
            line for line in result.text.splitlines() if line.startswith("{") and line.endswith("}")
        ]
        if process.returncode != 0:
            text = errors.read().strip().splitlines()
            if wall >= timeout:
                text = [f"took longer than {timeout} s"]
            result.failure = text[-1] if text else f"ended with status {process.returncode}"
        elif lines:
            result.out = json.loads(lines[-1])
            result.failure = result.out.get("not_available", "")
        return result
