"""The peak memory of a command, for the benchmarks of this folder."""

import pathlib
import subprocess
import time


def peak_memory(command):
    """Megabytes of a run of its own. Looked up while it runs: what the kernel reports of a finished child
    includes the size of the Python process that it was split from."""
    process, peak = subprocess.Popen(command, stdout=subprocess.DEVNULL), 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            peak = max([peak] + [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")])
        except OSError:
            pass
        time.sleep(0.001)
    return peak / 1024
