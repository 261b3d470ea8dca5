#!/usr/bin/env python3
"""Scores one trained run with every prompt set of the table, on development or on final scenes.

    measure.py --run RUNS/labelled-1 --promptbank PROMPTBANK --encoder DIRECTORY [--development]

RUN/final.npz receives a histogram of scores for each image and row and the confusion of each clean image.
A run that has been measured is left alone.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "training"), str(HERE)]

import numpy  # noqa: E402
import onnxruntime  # noqa: E402
import torch  # noqa: E402

import scenes  # noqa: E402
from banks import read_bank  # noqa: E402
from cache import cached, kinds_of_pixels  # noqa: E402
from export import export  # noqa: E402
from final_seeds import first_final_seed  # noqa: E402
from histograms import histogram  # noqa: E402
from network import prepare  # noqa: E402
from rows import ROWS, SETS, set_path  # noqa: E402


def compile_banks(folder, promptbank, encoder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        command = [promptbank, "compile", set_path(name), "--encoder", encoder, "-o", folder / f"{name}.bank.safetensors", "--allow-outside"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {name: read_bank(folder / f"{name}.bank.safetensors") for name in SETS}


class Scorer:
    """All rows at once for one picture: the network runs once, the shares of the masks are made once."""

    def __init__(self, model, banks, temperature=None):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.banks, self.temperature = banks, temperature

    def __call__(self, picture):
        """For each row its class scores, float32 [columns, height · width]; u is minus their maximum."""
        logits, frozen, trained = self.session.run(None, {"image": prepare(picture[None]).numpy()})
        resized = torch.nn.functional.interpolate(
            torch.from_numpy(logits), picture.shape[:2], mode="bilinear", align_corners=False
        )
        shares = torch.softmax(resized[0].flatten(1), 0)
        parts = [self._probabilities(row, frozen[0], trained[0]) for row in ROWS]
        scores = torch.from_numpy(numpy.concatenate(parts, 1).T.astype(numpy.float32)) @ shares
        return [part.numpy() for part in scores.split([part.shape[1] for part in parts])]

    def _probabilities(self, row, frozen, trained):
        _, _, name, head = row
        bank = self.banks[name]
        if head == "both":
            mixed = numpy.sqrt(bank.probabilities(frozen, self.temperature) * bank.probabilities(trained, self.temperature))
            return (mixed / mixed.sum(1, keepdims=True))[:, : bank.inside]
        return bank.probabilities(trained if head == "trained" else frozen, self.temperature)[:, : bank.inside]


def measure(scorer, scenes_by_split):
    """Arrays to store: `near` and `far` int32 [images, rows, 2, bins], `confusion` [rows, 14, 14]."""
    result = {}
    for split in ("near", "far"):
        data = scenes_by_split[split]
        result[split] = numpy.stack([
            numpy.stack([histogram(-scores.max(0), labels.ravel()) for scores in scorer(picture)])
            for picture, labels in zip(data["pictures"], data["labels"])
        ])  # fmt: skip
    clean, confusion = scenes_by_split["street"], numpy.zeros((len(ROWS), 14, 14), numpy.int64)
    classes = scenes.CLASS_TABLE[kinds_of_pixels(clean["instances"], clean["kinds"])]
    for picture, truth in zip(clean["pictures"], classes):
        known = truth.ravel() != scenes.NO_KIND
        for index, scores in enumerate(scorer(picture)):
            columns = scorer.banks[ROWS[index][2]].class_columns
            pair = columns[truth.ravel()[known]] * 14 + scores.argmax(0)[known]
            confusion[index] += numpy.bincount(pair, minlength=196).reshape(14, 14)
    result["confusion"] = confusion
    return result


def load_scenes(folder, development):
    settings = json.loads((HERE / "settings.json").read_text())
    first = scenes.DEVELOPMENT_SEED if development else first_final_seed()
    share = 4 if development else 1
    return {split: cached(folder, split, first, settings[split] // share, labelled=True) for split in ("near", "far", "street")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--promptbank", default="promptbank")
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--development", action="store_true", help="on a quarter as many development scenes")
    parser.add_argument("--temperature", type=float, help="instead of the sets' own; development only")
    arguments = parser.parse_args()
    if arguments.temperature and not arguments.development:
        parser.error("--temperature is for --development: final scenes are scored as the sets say")
    torch.set_num_threads(1)
    split = "development" if arguments.development else "final"
    path = arguments.run / (f"{split}-{arguments.temperature}.npz" if arguments.temperature else f"{split}.npz")
    if path.exists():
        print(f"{path} is there already")
        return
    model = arguments.run / "both.onnx"
    if not model.exists():
        export(arguments.run, model, both=True)
    banks = compile_banks(arguments.run / "banks", arguments.promptbank, arguments.encoder)
    result = measure(Scorer(model, banks, arguments.temperature), load_scenes(arguments.run.parent / "scenes", arguments.development))
    unfinished = path.with_suffix(".part.npz")
    numpy.savez_compressed(unfinished, **result)
    os.replace(unfinished, path)
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
