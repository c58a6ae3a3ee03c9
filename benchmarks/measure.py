"""What every benchmark needs: times as percentiles, peak memory, versions, one JSON document."""

import json
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import numpy as np

PACKAGES = ("torch", "transformers", "sentence-transformers", "open-clip-torch", "lancedb")


def seconds_of(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def milliseconds(seconds: Iterable[float]) -> dict[str, float]:
    """The 50th, 95th and 99th percentile, in milliseconds."""
    times = np.array(list(seconds)) * 1000
    return {f"p{p}": round(float(np.percentile(times, p)), 2) for p in (50, 95, 99)}


def publish(name: str, figures: dict[str, Any]) -> None:
    """Print the document on stdout."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB on Linux
    whole = {
        "benchmark": name,
        **figures,
        "peak_memory_mb": round(peak / 1024),
        "python": platform.python_version(),
        "versions": {package: version(package) for package in PACKAGES},
    }
    sys.stdout.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
