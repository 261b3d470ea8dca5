#!/usr/bin/env python3
"""Seconds and memory to measure maps: `promptbank evaluate` as a whole process against scikit-learn, in one run.

Maps and labels are written first: some distinct ones, and hard links to them until there are as many as asked
for. scikit-learn gets a part of them, as its arrays must fit in memory; it reads, concatenates and computes the
three pixel metrics that the command computes among others, once from its own functions (`roc_curve`,
`roc_auc_score`, `average_precision_score`) and once from one sort, as a careful user would write it. Medians and
their ratios are printed and written to --report, with the largest difference of the metrics.

    evaluation.py --promptbank PATH [--maps 20] [--streamed 1000] [--size 1024x2048] [--runs 3] [--report evaluation.md]
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import sys
import tempfile

import numpy as np
from PIL import Image

from peak_memory import measure


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


def peer(folder, by_hand, output):
    """The metrics by scikit-learn, or by one sort in numpy, as JSON."""
    scores, labels = [], []
    for path in sorted((folder / "scores").iterdir()):
        label = np.asarray(Image.open(folder / "labels" / (path.stem + ".png")))
        scores.append(np.load(path)[label < 255])
        labels.append(label[label < 255])
    scores, labels = np.concatenate(scores), np.concatenate(labels)
    output.write_text(json.dumps(by_one_sort(scores, labels) if by_hand else by_scikit_learn(scores, labels)))


def by_scikit_learn(scores, labels):
    from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

    fpr, tpr, _ = roc_curve(labels, scores)
    return {"AP": average_precision_score(labels, scores), "AUROC": roc_auc_score(labels, scores),
            "FPR95": fpr[np.argmax(tpr >= 0.95)]}


def by_one_sort(scores, labels):
    order = np.argsort(scores)[::-1]
    scores, labels = scores[order], labels[order]
    last = np.r_[np.flatnonzero(np.diff(scores)), len(scores) - 1]  # of equal scores
    true = np.cumsum(labels, dtype=np.int64)[last]
    false = last + 1 - true
    recall, fpr = true / true[-1], false / false[-1]
    return {"AP": float((np.diff(recall, prepend=0) * (true / (last + 1))).sum()),
            "AUROC": float(np.trapezoid(np.r_[0, recall], np.r_[0, fpr])),
            "FPR95": float(fpr[np.argmax(recall >= 0.95)])}


def machine():
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line),
                     platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{processor}, {os.cpu_count()} processors, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f} at the start"


def run(command, result):
    """Seconds, peak megabytes and the JSON that was written."""
    seconds, _, peak, messages = measure([*map(str, command)], wait=0.01)
    if not result.exists():
        sys.exit(messages)
    return seconds, peak, json.loads(result.read_text())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank")
    parser.add_argument("--maps", type=int, default=20)
    parser.add_argument("--streamed", type=int, default=1_000)
    parser.add_argument("--size", type=extents, default=(1024, 2048))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--peer", choices=["library", "sort"], help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        return peer(arguments.paths[0], arguments.peer == "sort", arguments.paths[1])
    lines = [machine(), ""]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        result = folder / "result.json"

        def command(maps):
            return [arguments.promptbank, "evaluate", "--scores", maps / "scores", "--labels", maps / "labels",
                    "--format", "json", "--output", result]

        size = "x".join(map(str, arguments.size))
        few, many = folder / "few", folder / "many"
        write_maps(few, arguments.maps, arguments.maps, arguments.size)
        commands = {"`promptbank evaluate`: components and intervals too": command(few)}
        for way, title in (("library", "scikit-learn: pixel metrics only"), ("sort", "numpy, one sort: pixel metrics only")):
            commands[title] = [sys.executable, __file__, "--peer", way, few, result]
        measured, results = {title: [] for title in commands}, {}
        for _ in range(arguments.runs):
            for title, words in commands.items():
                result.unlink(missing_ok=True)
                seconds, peak, results[title] = run(words, result)
                measured[title].append((seconds, peak))
        ours, *theirs = commands
        expected = results[theirs[0]]
        difference = max(abs(results[title]["pooled"][name] - expected[name] if title == ours else results[title][name] - expected[name])
                         for title in commands for name in expected)
        lines += [f"{arguments.maps} maps of {size}, {arguments.runs} runs in turn, whole processes, medians. Largest "
                  f"difference of AP, FPR95 and AUROC from scikit-learn: {difference:.0e}.", "",
                  "| | s | ms a map | peak, MB | times as long |", "|---|--:|--:|--:|--:|"]
        for title in commands:
            seconds, peak = (statistics.median(column) for column in zip(*measured[title]))
            ratio = statistics.median(other[0] / mine[0] for other, mine in zip(measured[title], measured[ours]))
            lines.append(f"| {title} | {seconds:.2f} | {1000 * seconds / arguments.maps:.0f} | {peak:.0f} | {ratio:.1f} |")
        if arguments.streamed:
            write_maps(many, arguments.streamed, arguments.maps, arguments.size)
            result.unlink()
            seconds, peak, measures = run(command(many), result)
            pixels = sum(measures["pixels"].values())
            lines += ["", f"{arguments.streamed:,} maps, {pixels / 1e9:.2f} G pixels: {seconds:.0f} s, "
                      f"{1000 * seconds / arguments.streamed:.0f} ms a map, peak {peak:.0f} MB."]
    print("\n".join(lines))
    if arguments.report:
        arguments.report.write_text("# Measuring maps\n\nMade by `make bench-evaluate`.\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
