#!/usr/bin/env python3
"""Trains one model, from seeds alone: the same arm, seed and steps give the same model on the same machine.

    train.py --arm labelled --seed 1 --folder RUNS --promptbank PROMPTBANK --encoder DIRECTORY

RUNS/ARM-SEED/ receives encoder.pt, decoder.pt and training.log. What is there already is kept, so that a
run that was stopped goes on at the stage where it was.
"""

import argparse
import datetime
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import torch  # noqa: E402

from cache import cached  # noqa: E402
from decode import decode  # noqa: E402
from network import Decoder, Encoder  # noqa: E402
from pretrain import pretrain  # noqa: E402
from text import names_of_kinds  # noqa: E402

ARMS = {"labelled": "catalogue", "named": "catalogue", "absent": "catalogue-without-ood"}
PICTURES = 3600  # of each split
STEPS = (2400, 2500)  # of the two stages


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arm", choices=ARMS, default="labelled")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, nargs=2, default=STEPS, help="of the two stages (default: %(default)s)")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="for runs, and for drawn scenes")
    parser.add_argument("--promptbank", default="promptbank")
    parser.add_argument("--encoder", required=True, help="the default text encoder's directory")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    run = arguments.folder / f"{arguments.arm}-{arguments.seed}"
    run.mkdir(parents=True, exist_ok=True)

    def log(line):
        line = f"{datetime.datetime.now(datetime.timezone.utc):%H:%M:%S} {line}"
        print(line, flush=True)
        with open(run / "training.log", "a") as file:
            file.write(line + "\n")

    log(f"arm {arguments.arm}, seed {arguments.seed}, steps {arguments.steps}, torch {torch.__version__}, {arguments.threads} thread(s)")
    streets = cached(arguments.folder / "scenes", "street", 0, PICTURES)
    catalogue = cached(arguments.folder / "scenes", ARMS[arguments.arm], 0, PICTURES)
    names = names_of_kinds(arguments.promptbank, arguments.encoder)

    encoder = _once(run / "encoder.pt", Encoder(), lambda: pretrain(
        arguments.arm, arguments.seed, arguments.steps[0], streets, catalogue, names, log))  # fmt: skip
    _once(run / "decoder.pt", Decoder(), lambda: decode(encoder, arguments.seed, arguments.steps[1], streets, names, log))
    log("done")


def _once(path, module, make):
    """The module stored at `path`, or the one that `make` gives, which is stored."""
    if path.exists():
        module.load_state_dict(torch.load(path, weights_only=True))
        return module.eval().requires_grad_(False)
    module = make()
    torch.save(module.state_dict(), path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)
    return module


if __name__ == "__main__":
    main()
