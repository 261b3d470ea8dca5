#!/usr/bin/env python3
"""Writes a trained run as a model directory (`grammar/model.md`): model.onnx, model.json, provenance.json.

    export.py --run RUNS/labelled-1 --output examples/streets/model --promptbank PROMPTBANK --encoder DIRECTORY

With --both, the decoder's trained head is a third output, for the table; it is not shipped.
"""

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import onnx  # noqa: E402
import onnxruntime  # noqa: E402
import torch  # noqa: E402

import scenes  # noqa: E402
from network import MEAN, STD, Decoder, Encoder, Model, prepare  # noqa: E402

OPSET = 17
LARGEST = 6_000_000  # bytes


def load(run):
    encoder, decoder = Encoder(), Decoder()
    encoder.load_state_dict(torch.load(run / "encoder.pt", weights_only=True))
    decoder.load_state_dict(torch.load(run / "decoder.pt", weights_only=True))
    return encoder.eval(), decoder.eval()


def export(run, path, both):
    """Writes the network of a run; returns the largest difference between ONNX Runtime and torch over four
    scenes, of mask logits and of embeddings."""
    model = Model(*load(run), both).eval()
    names = ["mask_logits", "mask_embeddings"] + ["mask_embeddings_trained"] * both
    unfinished = path.with_suffix(".part")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter, about itself
        torch.onnx.export(model, torch.zeros(1, 3, scenes.HEIGHT, scenes.WIDTH), str(unfinished), opset_version=OPSET,
                          input_names=["image"], output_names=names, dynamo=False)  # fmt: skip
    onnx.checker.check_model(str(unfinished))
    session = onnxruntime.InferenceSession(str(unfinished), providers=["CPUExecutionProvider"])
    worst = [0.0, 0.0]
    for seed in range(4):
        picture = prepare(scenes.make_scene("near", scenes.DEVELOPMENT_SEED + seed).picture[None])
        given, wanted = session.run(names[:2], {"image": picture.numpy()}), [part.detach() for part in model(picture)[:2]]
        worst = [max(w, float((torch.from_numpy(g) - t).abs().max())) for w, g, t in zip(worst, given, wanted)]
    os.replace(unfinished, path)
    return worst


def space_of(promptbank, encoder):
    """The id of the text encoder's space, from a bank that it compiles."""
    with tempfile.TemporaryDirectory() as folder:
        source, bank = pathlib.Path(folder, "one.prompts"), pathlib.Path(folder, "one.bank.safetensors")
        source.write_text('edition 1\nset one "1.0.0"\nlicense Apache-2.0\nsource "-"\nclass 0 road = road\nscoring { temperature 1 }\n')
        subprocess.run([promptbank, "compile", source, "--encoder", encoder, "-o", bank], check=True, stdout=subprocess.DEVNULL)
        shown = subprocess.run([promptbank, "inspect", bank, "--format", "json"], check=True, capture_output=True)
        return json.loads(shown.stdout)["space"]


def manifest(space):
    return {
        "version": 1,
        "space": space,
        "input": {
            "name": "image", "height": scenes.HEIGHT, "width": scenes.WIDTH, "fit": "stretch",
            "interpolation": "antialiased", "colour": "rgb", "range": 1, "mean": [MEAN] * 3, "std": [STD] * 3,
        },
        "outputs": {"mask_embeddings": "mask_embeddings", "mask_logits": "mask_logits"},
        "masks": "logits",
        "mask_form": "softmax",
        "temperature": 0.05,
    }  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--promptbank", default="promptbank")
    parser.add_argument("--encoder", required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / "model.onnx"
    worst = export(arguments.run, path, both=False)
    size = path.stat().st_size
    if size > LARGEST:
        sys.exit(f"{path} has {size} bytes, more than {LARGEST}")
    space = space_of(arguments.promptbank, arguments.encoder)
    space = space["id"] if isinstance(space, dict) else space
    (arguments.output / "model.json").write_text(json.dumps(manifest(space), indent=2) + "\n")
    log = (arguments.run / "training.log").read_text().splitlines()
    provenance = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": size,
        "made_by": "examples/streets/training/train.py and export.py, on drawn scenes alone; no other data, no other weights",
        "text_space": "all-MiniLM-L6-v2 (Apache-2.0), through promptbank encode; none of its weights are in the model",
        "training": [line.split(" ", 1)[1] for line in log if " arm " in line][-1],
        "torch": torch.__version__,
        "onnx": onnx.__version__,
        "opset": OPSET,
        "onnxruntime_against_torch": {"mask_logits": worst[0], "mask_embeddings": worst[1]},
        "licence": "Apache-2.0",
    }
    (arguments.output / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
    print(json.dumps(provenance, indent=2))


if __name__ == "__main__":
    main()
