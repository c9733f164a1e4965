"""Does one piece of work with one peer and prints one line of JSON, as AssayBenchmark does.

    peer.py WORK VARIANT [data=FOLDER] [key=value …]

The time counts the work proper: imports, reading arrays and compiling are outside of it. A peer
that is not installed prints "not_available" with the reason.
"""

import importlib
import json
import sys

from job import Job

MODULES = {
    "least_squares": "linear",
    "logistic": "linear",
    "softmax": "linear",
    "lasso_path": "linear",
    "cv_sweep": "linear",
    "mlp784": "networks",
    "iris_mlp": "networks",
    "csv": "tables",
    "boot": "resampling",
}


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in MODULES:
        sys.exit(__doc__ + "\nworks: " + ", ".join(MODULES))
    work, variant, *words = sys.argv[1:]
    job = Job(work, variant, words)
    try:
        getattr(importlib.import_module(MODULES[work]), work)(job)
    except ImportError as problem:
        print(json.dumps({"work": work, "variant": variant, "not_available": str(problem)}))
        return
    print(job.line())


if __name__ == "__main__":
    main()
