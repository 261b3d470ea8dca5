#!/usr/bin/env python3
"""Where a run loses clean mean IoU, on development streets: with the true masks, and with the true names.

    ceilings.py --run RUNS/labelled-1 [--bank BANK] [--count 40]

BANK is the compiled table/concept-sets.prompts; measure.py leaves one in RUN/banks.
"""

import argparse
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parents[1] / "table")]

import numpy  # noqa: E402
import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

import scenes  # noqa: E402
from banks import read_bank  # noqa: E402
from export import load  # noqa: E402
from kinds import CLASSES, NO_KIND  # noqa: E402
from network import pool, prepare  # noqa: E402

ONE_HOT = numpy.eye(len(CLASSES), dtype=numpy.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--bank", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=40)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    encoder, decoder = load(arguments.run)
    bank = read_bank(arguments.bank or arguments.run / "banks" / "concept-sets.bank.safetensors")

    def named(features):
        """[N, classes] of features [N, channels]: the bank's probabilities."""
        embeddings = functional.normalize(encoder.head(features), dim=-1).numpy()
        return bank.probabilities(embeddings)[:, bank.class_columns]

    confusions = {name: numpy.zeros((len(CLASSES),) * 2, numpy.int64) for name in ("as it is", "true masks", "true names", "encoder's pixels")}
    for seed in range(scenes.DEVELOPMENT_SEED, scenes.DEVELOPMENT_SEED + arguments.count):
        scene = scenes.make_scene("street", seed)
        truth, picture = scene.class_map().ravel(), prepare(scene.picture[None])
        known = truth != NO_KIND
        with torch.no_grad():
            fine, coarse, features = encoder(picture)
            logits, _ = decoder(picture, fine, coarse, features)
            shares = torch.softmax(logits[0].flatten(1), 0).numpy()
            votes = shares[:, known] @ ONE_HOT[truth[known]]
            instances = torch.from_numpy(numpy.eye(len(scene.kinds) + 1, dtype=numpy.float32)[scene.instances.ravel()].T.copy())
            within = functional.avg_pool2d(instances.view(1, -1, *scene.instances.shape), 4).flatten(2)[0] + 1e-6
            whole = named(within / within.sum(1, keepdim=True) @ features[0].flatten(1).T)
            pixels = functional.interpolate(features, scene.instances.shape, mode="bilinear")[0].flatten(1).T
            scores = {
                "as it is": named(pool(logits, features)[0]).T @ shares,
                "true masks": whole.T @ instances.numpy(),
                "true names": ONE_HOT[votes.argmax(1)].T @ shares,
                "encoder's pixels": named(pixels).T,
            }
        for name, score in scores.items():
            pair = truth[known].astype(numpy.int64) * len(CLASSES) + score.argmax(0)[known]
            confusions[name] += numpy.bincount(pair, minlength=len(CLASSES) ** 2).reshape(confusions[name].shape)
    for name, confusion in confusions.items():
        overlap = confusion.diagonal() / numpy.maximum(confusion.sum(0) + confusion.sum(1) - confusion.diagonal(), 1)
        print(f"{name:17} {overlap.mean():.3f}  " + "  ".join(f"{CLASSES[i]} {value:.2f}" for i, value in enumerate(overlap)))


if __name__ == "__main__":
    main()
