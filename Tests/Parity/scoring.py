#!/usr/bin/env python3
"""Compares `promptbank score` with the same arithmetic written in PyTorch, to 1e-5.

torch 2.13, numpy 2.4, safetensors 0.8.0. The reference runs in double precision: at ratios that are no
power of two, PyTorch's float32 places the samples up to 1e-5 of a mask's width away. The bank is read
with safetensors alone, as grammar/bank.md says.

Every score function, mask form, the void column and two heads are compared on banks compiled here, where
--encoder is given.

    scoring.py --promptbank PATH --bank BANK [--encoder DIR] [--work DIR]
"""
import argparse
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

TOLERANCE = 1e-5
SCORES = ("vl4ad", "max-probability", "entropy", "energy", "rba")
FORMS = ("sigmoid", "softmax", "normalised")
SET = """edition 1
set parity "1.0.0"
license CC0-1.0
source "made for this comparison"
templates default {{ "a photo of {{a}}." }}
class 0 road = road, street
class 1 sky = sky!mass
class 2 tree = tree(s), bush(bushes)
class 3 car = car(s)
class 4 person = person(people), child(children)
ood tire near car = tire(s), wheel(s)
ood dog = dog(s)
scoring {{ temperature {temperature} {choices} }}
"""


def read_bank(path):
    with safe_open(path, "numpy") as file:
        tensors = {name: file.get_tensor(name)
                   for name in ("embeddings", "concept_columns", "column_kinds")}
        metadata = file.metadata()
    temperature = metadata.get("promptbank.temperature") or metadata["promptbank.encoder_temperature"]
    kinds = tensors["column_kinds"]
    return tensors["embeddings"], tensors["concept_columns"], int((kinds < 2).sum()), len(kinds), float(temperature)


def probabilities(vectors, bank):
    """[..., D] to [..., K]: softmax over all columns of the largest cosine in each, the ID ones kept."""
    rows, columns, kept, count, temperature = bank
    cosines = F.normalize(torch.from_numpy(vectors).double(), dim=-1) @ torch.from_numpy(rows).double().T
    index = torch.from_numpy(columns).long().expand(cosines.shape)
    largest = torch.full((*cosines.shape[:-1], count), -2.0, dtype=torch.float64)
    largest.scatter_reduce_(-1, index, cosines, "amax")
    return torch.softmax(largest / temperature, -1)[..., :kept]


def anomaly(scores, function):
    """u [...] of class scores [K, ...], as grammar/bank.md defines the functions."""
    if function == "max-probability":
        return -torch.softmax(scores, 0).amax(0)
    if function == "entropy":
        return torch.special.entr(torch.softmax(scores, 0)).sum(0)
    if function == "energy":
        return -torch.logsumexp(scores, 0)
    if function == "rba":
        return -torch.tanh(scores).sum(0)
    return -scores.amax(0)


def with_void(vectors, bank, void):
    """[N, K + Q + 1]: softmax with one more column."""
    rows, columns, _, count, temperature = bank
    return probabilities(
        vectors, (np.concatenate([rows, void]), np.append(columns, count), count + 1, count + 1, temperature))


def two_heads(first, second, bank, void, weights):
    """[N, K]: p_in^(1 - w) p_out^w over all columns, divided by their sum, times 1 - p_void of the first."""
    whole = (*bank[:2], bank[3], *bank[3:])
    fused = (1 - weights) * probabilities(first, whole).log() + weights * probabilities(second, whole).log()
    fused = torch.softmax(fused, -1)
    if void is not None:
        fused = fused * (1 - with_void(first, bank, void)[..., -1:])
    return fused[..., :bank[2]]


def resize(planes, size):
    return F.interpolate(planes[None], size=size, mode="bilinear", align_corners=False)[0]


def score_masks(outputs, classes, size, form):
    logits = resize(torch.from_numpy(outputs["mask_logits"]).double(), size)
    if form == "softmax":
        shares = logits.softmax(0)
    else:
        shares = logits.sigmoid()
        if form == "normalised":
            shares /= shares.sum(0).clamp_min(1e-6)
    return torch.einsum("nhw,nk->khw", shares, classes)


def compare(name, arguments, folder, outputs, size, expected, scores=None, options=(), bank=None):
    source, target = folder / "outputs.safetensors", folder / "map.safetensors"
    save_file(outputs, source)
    subprocess.run([arguments.promptbank, "score", "--bank", bank or arguments.bank, "--outputs", source,
                    "--size", f"{size[0]}x{size[1]}", "--output", target, *options], check=True)
    result = load_file(target)
    anomaly, column = result["anomaly"], result["column"]
    assert anomaly.shape == column.shape == tuple(size), (anomaly.shape, column.shape)
    assert anomaly.dtype == np.float32 and column.dtype == np.int32
    difference = (np.abs(anomaly - expected) / np.maximum(1, np.abs(expected))).max()
    print(f"{name:52} {difference:.1e}")
    if not difference <= TOLERANCE:
        raise SystemExit(f"error: {name}: the anomaly differs by {difference:.1e}")
    if scores is not None:
        chosen = np.take_along_axis(scores, column[None].astype(np.int64), 0)[0]
        behind = (scores.max(0) - chosen).max()
        if behind > 2 * TOLERANCE * max(1, scores.max()):
            raise SystemExit(f"error: {name}: a column is {behind:.1e} behind the largest")


def compare_choices(arguments, folder):
    """Every score function with every form, void column and heads, on masks and pixels."""
    random = np.random.default_rng(5)
    source, path = folder / "parity.prompts", folder / "choices.safetensors"
    for score in SCORES:
        for extra in ("", 'void "nothing at all"', "alpha 0.3 beta 0.7 unseen car",
                      'void "nothing at all" alpha 0.3 beta 0.7 unseen car'):
            source.write_text(SET.format(temperature=0.05, choices=f"score {score} {extra}"))
            subprocess.run([arguments.promptbank, "compile", source, "--encoder", arguments.encoder,
                            "-o", path], check=True, capture_output=True)
            bank = read_bank(path)
            rows, _, kept, count, _ = bank
            void = load_file(path).get("void_embedding")
            queries, size = 30, (64, 90)
            outputs = {
                "mask_embeddings": rows[random.integers(len(rows), size=queries)],
                "mask_embeddings_out": rows[random.integers(len(rows), size=queries)],
                "mask_logits": random.normal(-2, 6, (queries, 16, 24)).astype(np.float32),
            }
            for name in ("mask_embeddings", "mask_embeddings_out"):
                noise = random.normal(0, 0.05, outputs[name].shape)
                outputs[name] = (2 * outputs[name] + noise).astype(np.float32)
            first, second = outputs["mask_embeddings"], outputs["mask_embeddings_out"]
            if "alpha" in extra:
                weights = torch.full((count,), 0.7, dtype=torch.float64)
                weights[[0, 1, 2, 4]] = 0.3
                classes = two_heads(first, second, bank, void, weights)
            elif void is not None:
                classes = with_void(first, bank, void)[..., :kept]
            else:
                classes = probabilities(first, bank)
            label = f"{score} {extra}".replace('"nothing at all"', "").replace(" beta 0.7 unseen car", "")
            for form in FORMS:
                scores = score_masks(outputs, classes, size, form)
                compare(f"{label} {form}", arguments, folder, outputs, size, anomaly(scores, score).numpy(),
                        scores.numpy(), ("--mask-form", form), path)
            if "alpha" in extra:
                continue
            pixels = first.reshape(5, 6, -1)
            scores = with_void(pixels, bank, void)[..., :kept] if void is not None else probabilities(pixels, bank)
            expected = resize(anomaly(scores.movedim(-1, 0), score)[None], size)[0].numpy()
            compare(f"{label} pixels", arguments, folder, {"pixel_embeddings": pixels}, size, expected, bank=path)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--bank", required=True)
    parser.add_argument("--encoder", help="to compile banks of every choice")
    parser.add_argument("--work", type=pathlib.Path)
    arguments = parser.parse_args()
    bank = read_bank(arguments.bank)
    rows = bank[0]
    random = np.random.default_rng(3)
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        folder = pathlib.Path(folder)
        for queries, mask, size in (
            (20, (16, 32), (64, 128)), (7, (37, 53), (100, 171)), (33, (40, 30), (13, 17)),
            (5, (1, 1), (9, 20)), (1, (8, 8), (8, 8)), (250, (24, 48), (96, 192)),
        ):
            # Near concepts, so that the softmax is not flat.
            embeddings = 3 * rows[random.integers(len(rows), size=queries)]
            embeddings += random.normal(0, 0.1, embeddings.shape)
            outputs = {
                "mask_embeddings": embeddings.astype(np.float32),
                "mask_logits": random.normal(-2, 6, (queries, *mask)).astype(np.float32),
            }
            classes = probabilities(outputs["mask_embeddings"], bank)
            for form in FORMS:
                scores = score_masks(outputs, classes, size, form).numpy()
                name = f"{queries} masks {mask[0]}x{mask[1]} to {size[0]}x{size[1]}, {form}"
                compare(name, arguments, folder, outputs, size, -scores.max(0), scores,
                        ("--mask-form", form))
        for size in ((12, 20), (48, 80), (31, 33), (5, 7)):
            pixels = (rows[random.integers(len(rows), size=(12, 20))]
                      + random.normal(0, 0.1, (12, 20, rows.shape[1]))).astype(np.float32)
            anomaly = -probabilities(pixels, bank).amax(-1)
            expected = resize(anomaly[None], size)[0].numpy()
            compare(f"pixels 12x20 to {size[0]}x{size[1]}", arguments, folder,
                    {"pixel_embeddings": pixels}, size, expected)
        if arguments.encoder:
            compare_choices(arguments, folder)


if __name__ == "__main__":
    main()
