#!/usr/bin/env python3
"""Compares `promptbank evaluate` with scikit-learn, to 1e-6, and with the definitions of component metrics
and of the bootstrap stated anew; its JSON must be what grammar/evaluation.schema.json says.

scikit-learn 1.9.1, scipy 1.17, numpy 2.4, jsonschema 4.26.0, pillow 13.0, safetensors 0.8.0.

    evaluation.py --promptbank PATH [--encoder DIR] [--bank BANK]
"""
import argparse
import fractions
import json
import pathlib
import subprocess
import tempfile

import jsonschema
import numpy as np
import scipy.ndimage
from PIL import Image
from safetensors.numpy import save_file
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

TOLERANCE = 1e-6
GRAMMAR = pathlib.Path(__file__).parents[2] / "grammar"
LIMITS = {"anomaly": (500, 100), "obstacle": (50, 10)}


def make_maps(random, images, size, share, levels):
    """Lists of scores [H, W] float32 and labels [H, W]; `levels` scores at most, or all of float32."""
    maps = []
    for _ in range(images):
        labels = (random.random(size) < share).astype(np.uint8)
        scores = random.normal(-1, 0.3, size) + 0.5 * labels * random.random(size)
        if levels:
            scores = np.round(scores * levels) / levels
        labels[random.random(size) < 0.05] = 255
        maps.append((scores.astype(np.float32), labels))
    return maps


def write_maps(folder, maps):
    """Writes every other map as safetensors."""
    for name in ("scores", "labels"):
        (folder / name).mkdir(parents=True)
    for index, (scores, labels) in enumerate(maps):
        if index % 2:
            save_file({"anomaly": scores, "column": np.zeros(scores.shape, np.int32)},
                      folder / f"scores/frame {index:03}.safetensors")
        else:
            np.save(folder / f"scores/frame {index:03}.npy", scores)
        Image.fromarray(labels).save(folder / f"labels/frame {index:03}.png")


def reference(maps):
    """The metrics of scikit-learn over all pixels of maps, and the thresholds."""
    scores = np.concatenate([scores[labels < 255] for scores, labels in maps])
    labels = np.concatenate([labels[labels < 255] for _, labels in maps])
    metrics = {"AP": average_precision_score(labels, scores)}
    if 0 < labels.sum() < labels.size:
        rates = roc_curve(labels, scores, drop_intermediate=False)
        first = int(np.argmax(rates[1] >= 0.95))
        metrics |= {"AUROC": roc_auc_score(labels, scores), "FPR95": rates[0][first]}
        metrics["TPR95 score"] = rates[2][first]
        precision, recall, thresholds = precision_recall_curve(labels, scores)
        with np.errstate(invalid="ignore"):
            f1 = 2 * precision * recall / (precision + recall)
        metrics["best F1"] = np.nanmax(f1[:-1])
    return metrics


def components(scores, labels, threshold, track):
    """sIoU of each labelled component and PPV of each predicted one of an image, by sets of pixels."""
    least_predicted, least_labelled = LIMITS[track]

    def islands(mask):
        numbers, count = scipy.ndimage.label(mask, np.ones((3, 3)))
        return [set(map(tuple, np.argwhere(numbers == 1 + number))) for number in range(count)]

    truth = islands(labels == 1)
    outside = set().union(*(island for island in truth if len(island) < least_labelled))
    truth = [island for island in truth if len(island) >= least_labelled]
    predicted = [island for island in islands((scores >= np.float32(threshold)) & (labels != 255))
                 if len(island) >= least_predicted]
    predicted = [island - outside for island in predicted]
    overlaps, precisions = [], []
    for island in truth:
        touching = set().union(*(other for other in predicted if other & island))
        others = set().union(*(other for other in truth if other is not island))
        overlaps.append(fractions.Fraction(
            len(touching & island), len((touching | island) - (touching & others))))
    labelled = set().union(*truth)
    for island in predicted:
        if island:
            precisions.append(fractions.Fraction(len(island & labelled), len(island)))
    return overlaps, precisions


def component_metrics(images):
    """Mean sIoU, PPV and F1 over the components of images."""
    overlaps = [float(share) for image in images for share in image[0]]
    precisions = [float(share) for image in images for share in image[1]]
    metrics = {"labelled": len(overlaps), "predicted": len(precisions)}
    if overlaps:
        metrics["sIoU"] = np.mean(overlaps)
    if precisions:
        metrics["PPV"] = np.mean(precisions)
    if overlaps or precisions:
        levels = []
        for level in np.linspace(0.25, 0.75, 11):
            found = sum(share >= level for share in overlaps)
            missed, wrong = len(overlaps) - found, sum(share < level for share in precisions)
            levels.append(2 * found / max(1, 2 * found + missed + wrong))
        metrics["F1"] = np.mean(levels)
    return metrics


def draws(images, replicates, seed):
    """The images of each replicate: SplitMix64 from the seed, its numbers' upper part."""
    mask = (1 << 64) - 1
    for replicate in range(replicates):
        state, drawn = (seed + replicate * 0xD1342543DE82EF95) & mask, []
        for _ in range(images):
            state = (state + 0x9E3779B97F4A7C15) & mask
            z = state
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
            z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
            drawn.append((z ^ z >> 31) * images >> 64)
        yield drawn


def run(arguments, *options, status=0):
    run = subprocess.run([arguments.promptbank, "evaluate", "--format", "json", *options], capture_output=True)
    if run.returncode != status:
        raise SystemExit(f"error: exit {run.returncode}: {run.stderr.decode()}")
    result = json.loads(run.stdout)
    jsonschema.validate(result, json.loads((GRAMMAR / "evaluation.schema.json").read_text()))
    return result


def evaluate(arguments, folder, *options):
    return run(arguments, "--scores", folder / "scores", "--labels", folder / "labels", *options)


def expect_close(name, pairs, tolerance=TOLERANCE):
    largest = max(abs(ours - theirs) for ours, theirs in pairs)
    print(f"{name:60} {largest:.1e}")
    if not largest <= tolerance:
        raise SystemExit(f"error: {name}: differs by {largest:.1e}")


def compare_pixels(arguments, random):
    for images, size, share, levels in (
        (5, (64, 128), 0.05, None), (3, (200, 311), 0.3, 100), (8, (33, 17), 0.6, None),
        (2, (512, 1024), 0.01, None), (4, (60, 60), 0.02, 8), (1, (9, 9), 0.5, 1),
    ):
        maps = make_maps(random, images, size, share, levels)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            write_maps(folder, maps)
            result = evaluate(arguments, folder, "--replicates", "10")
        found = dict(result["pooled"])
        found["TPR95 score"] = result["thresholds"]["TPR95"]["score"]
        found["best F1"] = result["thresholds"]["best_F1"]["F1"]
        metrics = [(found, reference(maps))]
        metrics += [(image["metrics"], reference([one])) for image, one in zip(result["per_image"], maps)]
        name = f"{images} maps {size[0]}x{size[1]}, {share:.0%} anomalous, {levels or 'all'} levels"
        expect_close(name, [(ours[key], theirs[key]) for ours, theirs in metrics for key in theirs if key in ours])


def blobs(random, size, scale, share):
    """A mask of `share` of the pixels in blobs of about `scale` pixels."""
    field = scipy.ndimage.gaussian_filter(random.normal(size=size), scale)
    return field >= np.quantile(field, 1 - share)


def compare_components(arguments, random):
    for track, size, scale in (("obstacle", (90, 120), 2), ("anomaly", (160, 200), 6), ("obstacle", (70, 200), 1)):
        maps = []
        for _ in range(4):
            truth = blobs(random, size, scale, 0.2)
            labels = truth.astype(np.uint8)
            labels[blobs(random, size, scale, 0.05)] = 255
            scores = scipy.ndimage.gaussian_filter(truth + random.normal(0, 1, size), scale / 2)
            maps.append((scores.astype(np.float32), labels))
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            write_maps(folder, maps)
            chosen = evaluate(arguments, folder, "--track", track, "--replicates", "0")
            given = evaluate(arguments, folder, "--track", track, "--component-threshold", "0.4")
        if chosen["components"]["threshold"] != chosen["thresholds"]["best_F1"]["score"]:
            raise SystemExit("error: components are not taken at the best F1")
        for result in (chosen, given):
            threshold = result["components"]["threshold"]
            images = [components(*one, threshold, track) for one in maps]
            metrics = [(result["components"], component_metrics(images))]
            metrics += [(image["components"], component_metrics([one]))
                        for image, one in zip(result["per_image"], images)]
            name = f"components, {track}, at {threshold:.3f}: {result['components']['labelled']} labelled"
            expect_close(name, [(ours[key], theirs[key]) for ours, theirs in metrics for key in theirs], 1e-12)


def compare_intervals(arguments, random):
    """Few scores have bins of their own: equal. Many share bins: within twice what the report states."""
    for levels, size in ((50, (20, 30)), (None, (120, 160))):
        first = make_maps(random, 6, size, 0.1, levels)
        second = [(scores + np.float32(0.1) * (labels == 1), labels) for scores, labels in first]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for name, maps in (("a", first), ("b", second)):
                write_maps(folder / name, maps)
            options = ("--replicates", "40", "--seed", "9")
            result = evaluate(arguments, folder / "a", *options)
            both = run(arguments, "--compare", folder / "a/scores", folder / "b/scores",
                       "--labels", folder / "a/labels", *options)
        replicates = [[reference([maps[image] for image in drawn]) for maps in (first, second)]
                      for drawn in draws(6, 40, 9)]
        pairs = []
        for name in ("AP", "FPR95", "AUROC"):
            values = np.array([[metrics[name] for metrics in pair] for pair in replicates])
            pairs += zip(result["intervals"][name], np.percentile(values[:, 0], (2.5, 97.5)))
            pairs += zip(both["differences"][name]["interval"],
                         np.percentile(values[:, 1] - values[:, 0], (2.5, 97.5)))
        error = max(both["bootstrap"]["largest_bin_error"])
        expect_close(f"intervals, {levels or 'all'} levels, error of bins {error:.0e}", pairs,
                     1e-9 if levels else 1e-3)


def compare_extremes(arguments, random):
    """One kind of pixels alone."""
    scores = random.normal(size=(5, 6)).astype(np.float32)
    for label, expected in ((0, {"AP": None, "FPR95": None, "AUROC": None}),
                            (1, {"AP": 1, "FPR95": None, "AUROC": None})):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            write_maps(folder, [(scores, np.full((5, 6), label, np.uint8))])
            result = run(arguments, "--scores", folder / "scores", "--labels", folder / "labels", status=1)
        if result["pooled"] != expected:
            raise SystemExit(f"error: only label {label}: {result['pooled']}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder", help="not needed")
    parser.add_argument("--bank", help="not needed")
    arguments = parser.parse_args()
    random = np.random.default_rng(11)
    for compare in (compare_pixels, compare_components, compare_intervals, compare_extremes):
        compare(arguments, random)


if __name__ == "__main__":
    main()
