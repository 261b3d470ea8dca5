#!/usr/bin/env python3
"""Seconds a map: `promptbank score` as a whole process against PyTorch eager, in one run.

Both score the same recorded outputs in turn, several times; medians and the ratio pair by pair are printed,
with the largest difference between the two maps. The command maps its input, scores and writes a
file; PyTorch has everything in memory and keeps its result there.

    scoring.py --promptbank PATH --bank BANK [--runs 5] [--queries 250] [--mask 256x512] [--size 1024x2048]
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import torch
from safetensors.numpy import load_file, save_file

from peak_memory import peak_memory

# First, because this file has the same name.
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Tests/Parity"))
from scoring import probabilities, read_bank  # noqa: E402


def peer_score(logits, classes, size):
    with torch.inference_mode():
        resized = torch.nn.functional.interpolate(
            logits[None], size=size, mode="bilinear", align_corners=False)[0]
        scores = torch.einsum("nhw,nk->khw", resized.sigmoid_(), classes)
        return -scores.max(0).values


def extents(text):
    return tuple(int(part) for part in text.split("x"))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--bank", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--queries", type=int, default=250)
    parser.add_argument("--mask", type=extents, default=(256, 512))
    parser.add_argument("--size", type=extents, default=(1024, 2048))
    arguments = parser.parse_args()

    bank = read_bank(arguments.bank)
    random = numpy.random.default_rng(1)
    embeddings = bank[0][random.integers(len(bank[0]), size=arguments.queries)]
    embeddings = (embeddings + random.normal(0, 0.1, embeddings.shape)).astype(numpy.float32)
    logits = random.normal(-2, 6, (arguments.queries, *arguments.mask)).astype(numpy.float32)
    classes = probabilities(embeddings, bank).float()
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "m.safetensors"), pathlib.Path(folder, "u.safetensors")
        save_file({"mask_embeddings": embeddings, "mask_logits": logits}, source)
        command = [arguments.promptbank, "score", "--bank", arguments.bank, "--outputs", source,
                   "--size", "x".join(map(str, arguments.size)), "--output", target]
        logits = torch.from_numpy(logits)
        peer_score(logits, classes, arguments.size)  # warm-up
        for _ in range(arguments.runs):
            start = time.perf_counter()
            subprocess.run(command, check=True)
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            expected = peer_score(logits, classes, arguments.size)
            peer.append(time.perf_counter() - start)
        peak = peak_memory(command)
        expected = expected.numpy()
        difference = (numpy.abs(load_file(target)["anomaly"] - expected)
                      / numpy.maximum(1, numpy.abs(expected))).max()

    shape = f"{arguments.queries} masks of {'x'.join(map(str, arguments.mask))}"
    print(f"{shape} to {'x'.join(map(str, arguments.size))}, {classes.shape[1]} ID columns, "
          f"{torch.get_num_threads()} threads, {arguments.runs} runs in turn; largest difference, relative above 1, {difference:.1e}")
    for name, seconds in (("promptbank (whole process)", ours), ("PyTorch eager (in process)", peer)):
        print(f"{name:28} {statistics.median(seconds):7.3f} s median ({min(seconds):.3f} to {max(seconds):.3f})")
    ratio = statistics.median(b / a for a, b in zip(ours, peer))
    print(f"ratio PyTorch / promptbank, median of pairs: {ratio:.1f}; "
          f"promptbank's peak memory {peak:.0f} MB, {logits.nbytes / 2**20:.0f} MB of it the mapped logits")


if __name__ == "__main__":
    main()
