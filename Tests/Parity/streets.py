#!/usr/bin/env python3
"""The drawn scenes and the small model of examples/streets.

numpy 2.4, pillow 13.0, onnxruntime 1.32.0, safetensors 0.8.0, torch 2.13. Proves for every training seed that
its street holds no ood kind; that scenes are the same in every process; that the id maps are exact and leave
nothing of a street bare; that the decoder is trained on the logits that it is exported with; that the committed model is the one of its provenance and at most 6 MB; and that `promptbank score --model` gives
what ONNX Runtime and the formula in double precision give, to 1e-4.

    streets.py --promptbank PATH --encoder DIR [--bank BANK]
"""
import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnxruntime
import torch
from PIL import Image

STREETS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "streets"
sys.path[:0] = [str(STREETS), str(STREETS / "table"), str(STREETS / "training")]

import scenes  # noqa: E402
from banks import read_bank  # noqa: E402
from drawings import DRAWINGS  # noqa: E402
from final_seeds import FIRST, first_final_seed  # noqa: E402
from kinds import FAR, KIND_INDEX, KINDS, NEAR  # noqa: E402
from network import Decoder, Encoder  # noqa: E402
from painter import Painter  # noqa: E402
from street import draw_street  # noqa: E402

TRAINING_SCENES = 3600
TOLERANCE = 1e-4
OOD = {KIND_INDEX[name] for name in NEAR + FAR}


class Recorder(Painter):
    """Notes which kinds are drawn and draws nothing: thousands of scenes in seconds."""

    def polygon(self, points, colour, detail=False):
        pass

    ellipse = line = shadow = lambda self, *anything: None


def kinds_of_street(seed, painter_type):
    painter = painter_type(numpy.random.default_rng([scenes.SPLITS["street"][0], seed]), scenes.WIDTH, scenes.HEIGHT)
    draw_street(painter)
    return painter.kinds


def check_training_scenes():
    source = (STREETS / "training" / "train.py").read_text()
    assert f"PICTURES = {TRAINING_SCENES} " in source, "train.py draws another number of scenes"
    for seed in range(5):
        assert kinds_of_street(seed, Recorder) == kinds_of_street(seed, Painter) == scenes.make_scene("street", seed).kinds
    seen = set()
    for seed in range(TRAINING_SCENES):
        kinds = set(kinds_of_street(seed, Recorder))
        assert not kinds & OOD, f"training street {seed} holds {[KINDS[kind].name for kind in kinds & OOD]}"
        seen |= kinds
    assert seen == {index for index, kind in enumerate(KINDS) if kind.group == "street"}, "a street kind is never drawn"
    without = set(scenes.SPLITS["catalogue-without-ood"][1])
    assert not without & set(NEAR + FAR)
    print(f"streets: no ood kind in any of {TRAINING_SCENES} training streets, every street kind in some")


def digest(split, seed):
    scene = scenes.make_scene(split, seed)
    return hashlib.sha256(scene.picture.tobytes() + scene.labels().tobytes() + bytes(scene.kinds)).hexdigest()


def check_determinism():
    program = f"import sys; sys.path[:0] = {[str(STREETS), str(pathlib.Path(__file__).parent), str(STREETS / 'table'), str(STREETS / 'training')]}; import streets; print(streets.digest('near', 1000003), streets.digest('catalogue', 7))"
    given = [
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True,
                       env={**os.environ, "PYTHONHASHSEED": hash_seed}).stdout.split()
        for hash_seed in ("1", "2")
    ]
    assert given[0] == given[1] == [digest("near", 1000003), digest("catalogue", 7)]
    assert digest("near", 1000003) != digest("near", 1000004)
    print("streets: scenes are the same in every process")


def check_masks():
    """Painted flat, the picture shows the id of each sample; details may not leave their instance."""
    samples = 0
    for split, seeds in (("street", 12), ("near", 6), ("far", 6), ("catalogue", 6)):
        for seed in range(scenes.DEVELOPMENT_SEED, scenes.DEVELOPMENT_SEED + seeds):
            scene = scenes.make_scene(split, seed, flat=True)
            ids = numpy.asarray(scene.painter.ids)
            wrong = (scene.picture != ids[..., None]).any(-1)
            assert not wrong.any(), f"{split} {seed}: {wrong.sum()} samples show another instance than the map"
            samples += ids.size
            assert split == "catalogue" or ids.all(), f"{split} {seed}: {(ids == 0).sum()} samples of the street show nothing"
            if split in ("near", "far"):
                labels, kinds = scene.labels(), scene.kind_map()
                assert set(numpy.unique(labels)) <= {0, 1, 255}
                assert numpy.isin(kinds[labels == 1], sorted(OOD)).all() and not numpy.isin(kinds[labels == 0], sorted(OOD)).any()
                assert (labels == 255).mean() < 0.05
                group = NEAR if split == "near" else FAR
                assert {KINDS[scene.kinds[i - 1]].name for i in scene.ood} <= set(group)
                for instance in scene.ood:
                    assert (scene.instances == instance).sum() >= scenes.LEAST_VISIBLE
    assert set(DRAWINGS) == {kind.name for kind in KINDS if kind.height > 0}
    print(f"streets: {samples:,} samples of picture and id map agree")


def check_decoder():
    """Training looks at points only: their logits are those of the whole picture."""
    torch.manual_seed(1)
    encoder, decoder = Encoder().eval(), Decoder().eval()
    torch.nn.init.normal_(decoder.cell_query.weight, std=0.1)  # windows of every shape
    pictures, points = torch.randn(2, 3, scenes.HEIGHT, scenes.WIDTH), torch.randint(scenes.HEIGHT * scenes.WIDTH, (2, 500))
    with torch.no_grad():
        fine, coarse, features = encoder(pictures)
        whole, _ = decoder(pictures, fine, coarse, features)
        refined, kernels, weights = decoder.queries(coarse, features)
        at = decoder.logits_at(points, decoder.blocks(pictures, fine, refined), kernels, weights)
    wanted = whole.flatten(2).gather(2, points[:, None].expand(-1, whole.shape[1], -1)).transpose(1, 2)
    difference = float((at - wanted).abs().max() / wanted.abs().max())
    assert difference <= 1e-5, f"logits at points and of pictures differ by {difference:.1e} of the largest"
    print(f"streets: {points.numel()} points are trained on the logits of the whole picture, to {difference:.1e}")


def expected(session, picture, bank):
    """u in double precision: resized logits, softmax over queries, softmax over columns."""
    network_input = ((picture / 255.0 - 0.45) / 0.25).astype(numpy.float32).transpose(2, 0, 1)[None]
    logits, embeddings = (part[0].astype(numpy.float64) for part in session.run(["mask_logits", "mask_embeddings"], {"image": network_input}))
    for axis, size in ((1, scenes.HEIGHT), (2, scenes.WIDTH)):
        place = numpy.clip((numpy.arange(size) + 0.5) * logits.shape[axis] / size - 0.5, 0, None)
        low = numpy.floor(place).astype(int)
        share = (place - low).reshape([-1 if i == axis else 1 for i in range(3)])
        high = numpy.minimum(low + 1, logits.shape[axis] - 1)
        logits = logits.take(low, axis) * (1 - share) + logits.take(high, axis) * share
    shares = numpy.exp(logits - logits.max(0))
    shares /= shares.sum(0)
    probabilities = bank.probabilities(embeddings)[:, : bank.inside]
    return -(probabilities.T @ shares.reshape(len(shares), -1)).max(0).reshape(shares.shape[1:])


def check_model(promptbank, encoder):
    model = STREETS / "model"
    provenance, content = json.loads((model / "provenance.json").read_text()), (model / "model.onnx").read_bytes()
    assert hashlib.sha256(content).hexdigest() == provenance["sha256"]
    assert len(content) == provenance["bytes"] <= 6_000_000
    assert first_final_seed() >= FIRST > scenes.DEVELOPMENT_SEED > TRAINING_SCENES
    session = onnxruntime.InferenceSession(str(model / "model.onnx"), providers=["CPUExecutionProvider"])
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        bank_path = folder / "near.bank.safetensors"
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([promptbank, "compile", STREETS / "table" / "near.prompts", "--encoder", encoder, "-o", bank_path], **quiet)
        bank = read_bank(bank_path)
        (folder / "pictures").mkdir()
        pictures = {f"{split}{seed}": scenes.make_scene(split, scenes.DEVELOPMENT_SEED + seed).picture for split in ("near", "far") for seed in range(2)}
        for name, picture in pictures.items():
            Image.fromarray(picture).save(folder / "pictures" / f"{name}.png")
        subprocess.run([promptbank, "score", "--bank", bank_path, "--model", model, folder / "pictures", "--output-directory", folder / "maps"], **quiet)
        for name, picture in pictures.items():
            difference = numpy.abs(numpy.load(folder / "maps" / f"{name}.npy") - expected(session, picture, bank)).max()
            assert difference <= TOLERANCE, f"{name}: promptbank and the formula differ by {difference:.1e}"
            worst = max(worst, difference)
    print(f"streets: score --model equals ONNX Runtime and the formula to {worst:.1e}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--bank")
    arguments = parser.parse_args()
    check_training_scenes()
    check_determinism()
    check_masks()
    check_decoder()
    check_model(arguments.promptbank, arguments.encoder)


if __name__ == "__main__":
    main()
