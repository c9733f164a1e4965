"""What the results were measured on."""

import json
import os
import platform
import subprocess

VERSIONS = """
import importlib.metadata as metadata, json, platform
names = ["numpy", "scipy", "scikit-learn", "pandas", "polars", "pyarrow", "jax", "optax", "torch"]
found = {"Python": platform.python_version()}
for name in names:
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        found[name] = None
print(json.dumps(found))
"""


def output_of(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit():
    """The short commit, with a plus when sources differ from it."""
    name = output_of("git", "rev-parse", "--short", "HEAD") or "unknown"
    changed = output_of("git", "status", "--porcelain", "--", "Sources", "Benchmarks/Sources")
    return name + ("+" if changed else "")


def processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()


def memory_gb():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def describe(python, benchmark, missing):
    probe = json.loads(output_of(benchmark, "kernels", "seconds=0.02") or "{}")
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": memory_gb(),
        "system": platform.system() + " " + platform.release(),
        "swift": output_of("swift", "--version").splitlines()[0:1],
        "blas_core": probe.get("blas", "unknown"),
        "blas_threads": probe.get("threads"),
        "versions": json.loads(output_of(python, "-c", VERSIONS) or "{}"),
        "missing": missing,
    }


def sentence():
    """The machine in few words, without asking any program of ours."""
    return (
        f"{len(os.sched_getaffinity(0))} cores of {processor()}, {memory_gb():.0f} GB, "
        f"{platform.system()} {platform.release()}"
    )
