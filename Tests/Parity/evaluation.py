#!/usr/bin/env python3
"""Compares `promptbank evaluate` with scikit-learn, to 1e-6.

scikit-learn 1.9.1, numpy 2.4, pillow 13.0, safetensors 0.8.0.

    evaluation.py --promptbank PATH [--encoder DIR] [--bank BANK]
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from PIL import Image
from safetensors.numpy import save_file
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

TOLERANCE = 1e-6


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


def evaluate(arguments, folder, *options):
    run = subprocess.run(
        [arguments.promptbank, "evaluate", "--scores", folder / "scores", "--labels", folder / "labels",
         "--format", "json", *options], check=True, capture_output=True)
    return json.loads(run.stdout)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder", help="not needed")
    parser.add_argument("--bank", help="not needed")
    arguments = parser.parse_args()
    random = np.random.default_rng(11)
    for images, size, share, levels in (
        (5, (64, 128), 0.05, None), (3, (200, 311), 0.3, 100), (8, (33, 17), 0.6, None),
        (2, (512, 1024), 0.01, None), (4, (60, 60), 0.02, 8), (1, (9, 9), 0.5, 1),
    ):
        maps = make_maps(random, images, size, share, levels)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            write_maps(folder, maps)
            result = evaluate(arguments, folder)
        found = dict(result["pooled"])
        found["TPR95 score"] = result["thresholds"]["TPR95"]["score"]
        found["best F1"] = result["thresholds"]["best_F1"]["F1"]
        pairs = [(found, reference(maps))]
        pairs += [(image["metrics"], reference([one])) for image, one in zip(result["per_image"], maps)]
        largest = 0
        for ours, theirs in pairs:
            for name in ours:
                if name in theirs:
                    largest = max(largest, abs(ours[name] - theirs[name]))
        name = f"{images} maps {size[0]}x{size[1]}, {share:.0%} anomalous, {levels or 'all'} levels"
        print(f"{name:52} {largest:.1e}")
        if not largest <= TOLERANCE:
            raise SystemExit(f"error: {name}: differs by {largest:.1e}")


if __name__ == "__main__":
    main()
