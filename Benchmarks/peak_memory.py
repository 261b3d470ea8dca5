"""Time and peak memory of a command, for the benchmarks of this folder."""

import pathlib
import resource
import subprocess
import tempfile
import time


def peak_memory(command):
    """Megabytes of a run of its own."""
    return measure(command)[2]


def measure(command, wait=0.001):
    """Wall seconds, CPU seconds, peak megabytes and messages of a run, whatever its exit code.

    Memory is looked up while it runs, every `wait` seconds: what the kernel reports of a finished child includes the size
    of the Python process that it was split from."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak, start = 0, time.perf_counter()
    with tempfile.TemporaryFile("w+") as messages:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=messages)
        while process.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                peak = max([peak] + [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")])
            except OSError:
                pass
            time.sleep(wait)
        seconds = time.perf_counter() - start
        messages.seek(0)
        said = messages.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak / 1024, said
