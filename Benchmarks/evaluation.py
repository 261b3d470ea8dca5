#!/usr/bin/env python3
"""Seconds to measure maps: `promptbank evaluate` as a whole process against scikit-learn, in one run.

Maps and labels are written first: some distinct ones, and hard links to them until there are as many as asked
for. scikit-learn gets a part of them, as its arrays must fit in memory; it reads, concatenates and computes the
three pixel metrics that the command computes among others. Medians, seconds a map, their ratio, and the peak
memory of both are printed, with the largest difference of the metrics.

    evaluation.py --promptbank PATH [--maps 20] [--streamed 1000] [--size 1024x2048] [--runs 3]
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from PIL import Image

from peak_memory import peak_memory


def extents(text):
    return tuple(int(part) for part in text.split("x"))


def write_maps(folder, count, distinct, size):
    """Street-like maps: smooth scores in float32, 1 % of the pixels anomalous, a border ignored."""
    random = np.random.default_rng(2)
    for name in ("scores", "labels"):
        (folder / name).mkdir(parents=True)
    for index in range(count):
        names = [folder / f"scores/{index:05}.npy", folder / f"labels/{index:05}.png"]
        if index >= distinct:
            for name in names:
                os.link(name.with_stem(f"{index % distinct:05}"), name)
            continue
        labels = np.zeros(size, np.uint8)
        high, wide = size[0] // 10, size[1] // 10
        top, left = random.integers(size[0] // 4, size[0] - high), random.integers(0, size[1] - wide)
        labels[top:top + high, left:left + wide] = 1
        labels[-size[0] // 20:] = 255
        scores = random.normal(-0.9, 0.15, size).astype(np.float32)
        scores[labels == 1] += random.normal(0.35, 0.1, (labels == 1).sum()).astype(np.float32)
        np.save(names[0], scores)
        Image.fromarray(labels).save(names[1])


def peer(folder):
    """The metrics of scikit-learn as JSON on standard output."""
    from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

    scores, labels = [], []
    for path in sorted((folder / "scores").iterdir()):
        label = np.asarray(Image.open(folder / "labels" / (path.stem + ".png")))
        scores.append(np.load(path)[label < 255])
        labels.append(label[label < 255])
    scores, labels = np.concatenate(scores), np.concatenate(labels)
    fpr, tpr, _ = roc_curve(labels, scores)
    print(json.dumps({
        "AP": average_precision_score(labels, scores), "AUROC": roc_auc_score(labels, scores),
        "FPR95": fpr[np.argmax(tpr >= 0.95)]}))


def timed(command):
    start = time.perf_counter()
    output = subprocess.run(command, check=True, capture_output=True).stdout
    return time.perf_counter() - start, json.loads(output)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank")
    parser.add_argument("--maps", type=int, default=20)
    parser.add_argument("--streamed", type=int, default=1_000)
    parser.add_argument("--size", type=extents, default=(1024, 2048))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer", type=pathlib.Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        return peer(arguments.peer)

    def command(folder):
        return [arguments.promptbank, "evaluate", "--scores", folder / "scores", "--labels", folder / "labels",
                "--format", "json", "--replicates", "1000"]

    size = "x".join(map(str, arguments.size))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        few, many = folder / "few", folder / "many"
        write_maps(few, arguments.maps, arguments.maps, arguments.size)
        library = [sys.executable, __file__, "--peer", few]
        ours, theirs = [], []
        for _ in range(arguments.runs):
            seconds, result = timed(command(few))
            ours.append(seconds)
            seconds, expected = timed(library)
            theirs.append(seconds)
        difference = max(abs(result["pooled"][name] - expected[name]) for name in expected)
        peaks = [peak_memory([*map(str, words)]) for words in (command(few), library)]
        print(f"{arguments.maps} maps of {size}, {arguments.runs} runs in turn; largest difference {difference:.0e}")
        for name, seconds, peak in zip(("promptbank evaluate, components and intervals too",
                                        "scikit-learn and numpy, pixel metrics only"), (ours, theirs), peaks):
            median = statistics.median(seconds)
            print(f"{name:50} {median:7.2f} s median ({min(seconds):.2f} to {max(seconds):.2f}), "
                  f"{1000 * median / arguments.maps:6.0f} ms a map, peak {peak:6.0f} MB")
        ratio = statistics.median(b / a for a, b in zip(ours, theirs))
        print(f"ratio scikit-learn / promptbank, median of pairs: {ratio:.1f}")
        if arguments.streamed:
            write_maps(many, arguments.streamed, arguments.maps, arguments.size)
            seconds, result = timed(command(many))
            pixels = sum(result["pixels"].values())
            peak = peak_memory([*map(str, command(many))])
            print(f"{arguments.streamed} maps, {pixels / 1e9:.2f} G pixels: {seconds:.1f} s, "
                  f"{1000 * seconds / arguments.streamed:.0f} ms a map, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
