#!/usr/bin/env python3
"""The exporter of examples/export on a small model of FC-CLIP's structure, scored through `promptbank`.

torch 2.13, onnx 1.23.2, onnxruntime 1.32.0, transformers 5.23.0, pillow 13.0, safetensors 0.8.0.

- The plain deformable attention is that of transformers.
- The rewritten decoder gives what the original one gives, also for queries whose mask is empty.
- `export_fcclip.py` writes a model directory, and `promptbank score --model` makes the map of it that
  `score --outputs` makes of what the PyTorch model gives, to 1e-4.

    export.py --promptbank PATH --bank BANK [--encoder DIR] [--work DIR]
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
import torch
from PIL import Image
from safetensors.numpy import save_file
from transformers.models.deformable_detr.modeling_deformable_detr import MultiScaleDeformableAttention

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPORT = ROOT / "examples/export"
sys.path.insert(0, str(EXPORT))
import export_fcclip  # noqa: E402
import small_model  # noqa: E402

HEIGHT, WIDTH = 128, 256


def report(name, difference, tolerance):
    print(f"{name:68} {difference:.1e}")
    if not difference <= tolerance:
        raise SystemExit(f"error: {name}: differs by {difference:.1e}, more than {tolerance:.0e}")


def attention():
    random = torch.Generator().manual_seed(1)
    sizes, heads, depth, length, points = [(3, 5), (6, 10), (1, 2)], 4, 8, 17, 3
    value = torch.randn(2, sum(h * w for h, w in sizes), heads, depth, generator=random)
    # Also places outside the picture.
    locations = 1.4 * torch.rand(2, length, heads, 3, points, 2, generator=random) - 0.2
    weights = torch.rand(2, length, heads, 3, points, generator=random)
    expected = MultiScaleDeformableAttention()(
        value, torch.tensor(sizes), sizes, None, locations, weights, 64)
    result = export_fcclip.deformable_attention(value, sizes, locations, weights)
    report("deformable attention, and transformers'", float((result - expected).abs().max()), 1e-5)


def decoder():
    """The same decoder with and without its scatter, where some queries start with an empty mask."""
    results = []
    for rewritten in (False, True):
        predictor = small_model.build().sem_seg_head.predictor
        with torch.no_grad():
            predictor.query_feat.weight[:5] *= 40
        if rewritten:
            export_fcclip.rewrite_boolean_mask(predictor)
        random = torch.Generator().manual_seed(2)
        planes = [torch.randn(1, small_model.INNER, 4 << i, 8 << i, generator=random) for i in range(3)]
        features = -torch.randn(1, small_model.INNER, 32, 64, generator=random).abs() * 3
        empty = []
        predict = predictor.predict
        predictor.predict = lambda *a: (empty.append(predict(*a)) or empty[-1])
        with torch.no_grad():
            outputs = predictor(planes, features, text_classifier=torch.zeros(2, 384))
        results.append((outputs["pred_masks"], sum(int(e[2].all(-1).sum()) for e in empty)))
    if results[1][1] == 0:
        raise SystemExit("error: no query had an empty mask, and the rewrite was not exercised")
    report(f"decoder without its scatter ({results[1][1]} empty rows)",
           float((results[0][0] - results[1][0]).abs().max()), 0)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--bank", required=True)
    parser.add_argument("--encoder", help="not needed")
    parser.add_argument("--work", type=pathlib.Path)
    arguments = parser.parse_args()
    attention()
    decoder()
    engine = next(pathlib.Path(onnxruntime.__file__).parent.glob("capi/libonnxruntime.so*"))
    environment = dict(os.environ, PROMPTBANK_ENGINE=str(engine), PYTHONWARNINGS="ignore")
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        folder = pathlib.Path(folder)
        subprocess.run(
            [sys.executable, EXPORT / "export_fcclip.py", "--builder", "small_model:build",
             "--height", str(HEIGHT), "--width", str(WIDTH), "--bank",
             pathlib.Path(arguments.bank).resolve(), "--output", folder / "model"],
            check=True, cwd=EXPORT, env=environment)
        y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(3), indexing="ij")
        pixels = (127 + 80 * np.sin(x / 19 + c) + 40 * np.cos(y / (7 + c))).astype(np.uint8)
        Image.fromarray(pixels).save(folder / "picture.png")
        model = small_model.build()
        image = torch.from_numpy(pixels.astype(np.float32)).permute(2, 0, 1)[None]
        cut = export_fcclip.prepare(model)
        with torch.no_grad():
            embeddings, masks, pooled = cut((image - model.pixel_mean) / model.pixel_std)
        save_file({"mask_embeddings": embeddings[0].numpy(), "mask_logits": masks[0].numpy(),
                   "mask_embeddings_out": pooled[0].numpy()}, folder / "outputs.safetensors")
        common = [arguments.promptbank, "score", "--bank", arguments.bank]
        subprocess.run([*common, "--outputs", folder / "outputs.safetensors", "--size",
                        f"{HEIGHT}x{WIDTH}", "--output", folder / "expected.npy"], check=True)
        subprocess.run([*common, "--model", folder / "model", folder / "picture.png",
                        "--output-directory", folder / "maps"], check=True, env=environment)
        expected, result = np.load(folder / "expected.npy"), np.load(folder / "maps/picture.npy")
        if np.ptp(expected) < 0.01:
            raise SystemExit("error: the map is flat, and comparing it says nothing")
        difference = np.abs(result - expected) / np.maximum(1, np.abs(expected))
        report("the exported model's map, and PyTorch's", float(difference.max()), 1e-4)


if __name__ == "__main__":
    main()
