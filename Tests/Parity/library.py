#!/usr/bin/env python3
"""The shared library from C and from Python, against `promptbank score`: equal bit for bit.

numpy 2.4, torch 2.13, safetensors 0.8.0. `cc` builds Tests/CPromptBankUse against the header and the library
alone; bindings/python/promptbank.py is used as users do, on numpy arrays and PyTorch tensors, from threads.

    library.py --promptbank PATH --bank BANK [--library PATH] [--encoder DIR] [--work DIR]
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings/python"))
import promptbank  # noqa: E402

QUERIES, MASK, SIZE = 100, (96, 160), (501, 803)


def from_c(folder, library):
    axes = ROOT / "Tests/PromptBankLibraryTests/Fixtures/axes.bank.safetensors"
    damaged = folder / "damaged.safetensors"
    damaged.write_bytes(axes.read_bytes()[:-1])
    headers = ["-Wall", "-Wextra", "-Werror", f"-I{ROOT}/Sources/CPromptBank/include"]
    program = folder / "program"
    subprocess.run(
        [os.environ.get("CC", "cc"), "-std=c11", "-DUNDER_CC", *headers,
         f"-I{ROOT}/Tests/CPromptBankUse/include", ROOT / "Tests/CPromptBankUse/use_promptbank.c",
         library, "-lm", f"-Wl,-rpath,{library.parent}", "-o", program], check=True)
    subprocess.run([program, axes, damaged], check=True)
    # The header in C++, too.
    subprocess.run([os.environ.get("CXX", "c++"), "-std=c++17", "-fsyntax-only", *headers, "-xc++", "-"],
                   input=b'#include <promptbank.h>\nint main() { promptbank_map map{}; return (int)map.size; }',
                   check=True)
    print(f"{'a program in C, with good and with bad arguments':68} passes")


def equal(name, result, expected):
    for got, wanted in zip(result, expected):
        if got.tobytes() != wanted.tobytes():
            raise SystemExit(f"error: {name}: other bits than `promptbank score`")
    print(f"{name:68} equal")


def by_command(arguments, folder, outputs, *options):
    save_file(outputs, folder / "outputs.safetensors")
    subprocess.run(
        [arguments.promptbank, "score", "--bank", arguments.bank, "--outputs",
         folder / "outputs.safetensors", "--size", f"{SIZE[0]}x{SIZE[1]}", "--output",
         folder / "map.safetensors", *options], check=True)
    result = load_file(folder / "map.safetensors")
    return result["anomaly"], result["column"]


def refused(kind, call):
    try:
        call()
    except (promptbank.Error, TypeError, ValueError) as error:
        found = error.kind if isinstance(error, promptbank.Error) else type(error).__name__
        if found == kind:
            return
        raise SystemExit(f"error: {found} instead of {kind}: {error}")
    raise SystemExit(f"error: {kind} was not raised")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--bank", required=True)
    parser.add_argument("--library", type=pathlib.Path,
                        default=ROOT / ".build/library/libpromptbank.so.1")
    parser.add_argument("--encoder", help="not needed")
    parser.add_argument("--work", type=pathlib.Path)
    arguments = parser.parse_args()
    promptbank.library(arguments.library)
    random = np.random.default_rng(2)
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        folder = pathlib.Path(folder)
        from_c(folder, arguments.library.resolve())
        with promptbank.Bank(arguments.bank) as bank:
            print(bank.description, bank.set_name, bank.space, bank.columns[:3], bank.concept(0))
            dimension = bank.description.dimension
            embeddings = random.normal(size=(QUERIES, dimension)).astype(np.float32)
            logits = random.normal(-2, 6, (QUERIES, *MASK)).astype(np.float32)
            outputs = {"mask_embeddings": embeddings, "mask_logits": logits}
            for form in promptbank.MASK_FORMS:
                expected = by_command(arguments, folder, outputs, "--mask-form", form)
                equal(f"masks, {form}", bank.score_masks(
                    embeddings, logits, SIZE, mask_form=form, space=bank.space), expected)
                # At once, into arrays of the caller's, with one thread each and with all.
                def one(number):
                    room = np.empty(SIZE, np.float32), np.empty(SIZE, np.int32)
                    bank.score_masks(embeddings, logits, SIZE, mask_form=form, out=room,
                                     threads=number % 3)
                    return room
                with concurrent.futures.ThreadPoolExecutor(4) as pool:
                    for result in pool.map(one, range(8)):
                        if any(a.tobytes() != b.tobytes() for a, b in zip(result, expected)):
                            raise SystemExit(f"error: {form}: threads change the map")
            equal("masks from PyTorch", bank.score_masks(
                torch.from_numpy(embeddings), torch.from_numpy(logits), SIZE,
                mask_form=promptbank.MASK_FORMS[-1]), expected)
            pixels = random.normal(size=(40, 60, dimension)).astype(np.float32)
            equal("pixels", bank.score_pixels(pixels, SIZE),
                  by_command(arguments, folder, {"pixel_embeddings": pixels}))

            refused("invalid outputs", lambda: bank.score_masks(embeddings[:, :-1].copy(), logits, SIZE))
            refused("invalid outputs", lambda: bank.score_masks(embeddings[1:], logits, SIZE))
            refused("invalid argument", lambda: bank.score_masks(embeddings, logits, (0, 5)))
            refused("invalid argument", lambda: bank.score_masks(embeddings, logits, (1 << 40, 1 << 40)))
            refused("wrong space", lambda: bank.score_masks(embeddings, logits, SIZE, space="sha256:0"))
            refused("TypeError", lambda: bank.score_masks(embeddings.astype(float), logits, SIZE))
            refused("ValueError", lambda: bank.score_masks(embeddings[::2], logits[::2], SIZE))
            refused("ValueError", lambda: bank.score_masks(embeddings, logits, SIZE, mask_form="x"))
        refused("invalid handle", lambda: bank.score_masks(embeddings, logits, SIZE))
        refused("invalid bank", lambda: promptbank.Bank(folder / "nothing.safetensors"))


if __name__ == "__main__":
    main()
