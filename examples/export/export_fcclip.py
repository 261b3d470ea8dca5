#!/usr/bin/env python3
"""Exports an FC-CLIP-style PyTorch model as a model directory for `promptbank score --model`.

    python export_fcclip.py --builder my_model:build --height 512 --width 1024 \\
        --bank city.bank.safetensors --output fcclip

`my_model:build` names a function of yours that gives the model, weights loaded; for FC-CLIP itself that is
`detectron2.modeling.build_model` and a `DetectionCheckpointer` over your configuration. README.md beside this
file says what is cut where, and why.

torch 2.x, onnx; numpy and onnxruntime for the check at the end (versions in Tests/Parity/requirements.txt).
"""
import argparse
import importlib
import inspect
import json
import math
import pathlib
import re
import sys
import textwrap
import types

import torch
import torch.nn.functional as F
from torch import nn

OPSET = 17  # GridSample is a standard operator from 16 on
OUTPUTS = ("mask_embeddings", "mask_logits", "mask_embeddings_clip")


def deformable_attention(value, sizes, locations, weights):
    """Multi-scale deformable attention in plain PyTorch.

    value [B, S, heads, d] of all levels one after another; sizes [(h, w)], whose products sum to S;
    locations [B, L, heads, levels, points, 2], x and y from 0 to 1; weights [B, L, heads, levels, points].
    Gives [B, L, heads · d].
    """
    batch, _, heads, depth = value.shape
    length, points = locations.shape[1], locations.shape[4]
    result = 0
    planes = value.split([h * w for h, w in sizes], dim=1)
    for level, (h, w) in enumerate(sizes):
        plane = planes[level].permute(0, 2, 3, 1).reshape(batch * heads, depth, h, w)
        # grid_sample counts from -1 to 1 between the outer edges, as the CUDA operator does.
        grid = (2 * locations[:, :, :, level] - 1).transpose(1, 2).reshape(-1, length, points, 2)
        sampled = F.grid_sample(plane, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
        share = weights[:, :, :, level].transpose(1, 2).reshape(batch * heads, 1, length, points)
        result = result + (sampled * share).sum(-1)
    return result.reshape(batch, heads * depth, length).transpose(1, 2)


def attend(self, query, reference_points, input_flatten, input_spatial_shapes,
           input_level_start_index, input_padding_mask=None):
    """MSDeformAttn.forward without its CUDA function; `self` is the model's own module."""
    batch, length, _ = query.shape
    heads, levels, points = self.n_heads, self.n_levels, self.n_points
    value = self.value_proj(input_flatten)
    if input_padding_mask is not None:
        value = value.masked_fill(input_padding_mask[..., None], 0.0)
    value = value.reshape(batch, input_flatten.shape[1], heads, -1)
    # Plain numbers: the sizes of the levels are fixed by the size of the picture.
    sizes = [(int(h), int(w)) for h, w in input_spatial_shapes.tolist()]
    offsets = self.sampling_offsets(query).reshape(batch, length, heads, levels, points, 2)
    weights = self.attention_weights(query).reshape(batch, length, heads, levels * points)
    weights = weights.softmax(-1).reshape(batch, length, heads, levels, points)
    if reference_points.shape[-1] != 2:
        raise SystemExit("error: reference points with boxes are not exported; FC-CLIP has none")
    # They depend on the size alone: a constant of the graph, whatever they were computed by.
    places = torch.from_numpy(reference_points.detach().float().numpy().copy())
    extent = torch.tensor([[w, h] for h, w in sizes], dtype=query.dtype)
    locations = places[:, :, None, :, None] + offsets / extent[None, None, None, :, None]
    return self.output_proj(deformable_attention(value, sizes, locations, weights))


# `mask[torch.where(mask.sum(-1) == mask.shape[-1])] = False`, as Mask2Former and FC-CLIP write it.
SCATTER = re.compile(
    r"^( *)(\w+)\[torch\.where\(\2\.sum\(-1\) == \2\.shape\[-1\]\)\] = False *$", re.MULTILINE)
WITHOUT_SCATTER = r"\1\2 = \2 & ~\2.all(-1, keepdim=True)"


def rewrite_boolean_mask(decoder):
    """Takes the write at data-dependent places out of a decoder's `forward`: the same values, no scatter."""
    function = type(decoder).forward
    source = textwrap.dedent(inspect.getsource(function))
    rewritten, count = SCATTER.subn(WITHOUT_SCATTER, source)
    if count == 0:
        raise SystemExit(
            f"error: {type(decoder).__name__}.forward does not hold the line\n"
            "  attn_mask[torch.where(attn_mask.sum(-1) == attn_mask.shape[-1])] = False\n"
            "find where your decoder lets a query with an empty mask attend everywhere, and write it as\n"
            "  attn_mask = attn_mask & ~attn_mask.all(-1, keepdim=True)")
    # Its own decorators are for training (autocast, configurable) and stay behind.
    rewritten = rewritten[rewritten.index("def forward"):]
    scope = dict(function.__globals__)
    exec(compile(rewritten, inspect.getsourcefile(function), "exec"), scope)
    decoder.forward = types.MethodType(scope["forward"], decoder)


class Cut(nn.Module):
    """The part of the model that does not know the text: a normalised image to masks and embeddings."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.embeddings = None
        # The decoder computes the classes after each layer; the last embeddings are the model's.
        model.sem_seg_head.predictor.class_embed.register_forward_hook(self.keep)

    def keep(self, module, inputs, output):
        self.embeddings = output

    def forward(self, image):
        model = self.model
        features = model.backbone(image)
        # The masks do not depend on the text: any one class and the void row do.
        features["text_classifier"] = torch.zeros(2, self.dimension(), dtype=image.dtype)
        features["num_templates"] = [1]
        masks = model.sem_seg_head(features)["pred_masks"]
        dense = features["clip_vis_dense"]
        under = F.interpolate(masks, size=dense.shape[-2:], mode="bilinear", align_corners=False)
        pooled = model.backbone.visual_prediction_forward(model.mask_pooling(dense, under))
        return self.embeddings, masks, pooled

    def dimension(self):
        return self.model.sem_seg_head.predictor.class_embed.layers[-1].out_features


def prepare(model):
    """Makes a model exportable, in place: no CUDA function, no scatter, no fused attention."""
    model.eval()
    torch.backends.mha.set_fastpath_enabled(False)
    for module in model.modules():
        if type(module).__name__ == "MSDeformAttn":
            module.forward = types.MethodType(attend, module)
    rewrite_boolean_mask(model.sem_seg_head.predictor)
    return Cut(model).eval()


def export(cut, image, path):
    """Writes `model.onnx` for images of one size, [1, 3, H, W] as `image`."""
    options = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with torch.no_grad():
        torch.onnx.export(
            cut, (image,), str(path), opset_version=OPSET, input_names=["image"],
            output_names=list(OUTPUTS), **options)


def manifest(model, height, width, space):
    """What `model.json` says; the keys are those of grammar/model.md."""
    in_scale = float(model.sem_seg_head.predictor.logit_scale)
    out_scale = float(model.backbone.clip_model.logit_scale)
    return {
        "version": 1, "space": space,
        "input": {
            "name": "image", "height": height, "width": width, "fit": "letterbox",
            "colour": "rgb", "range": 255,
            "mean": model.pixel_mean.flatten().tolist(), "std": model.pixel_std.flatten().tolist()},
        "outputs": {"mask_embeddings": OUTPUTS[0], "mask_logits": OUTPUTS[1],
                    "mask_embeddings_out": OUTPUTS[2]},
        "masks": "logits", "mask_form": "sigmoid",
        "heads": {"in": {"logit_scale": in_scale}, "out": {"logit_scale": out_scale}},
    }


def check(cut, path, height, width):
    """Compares the written model with PyTorch on noise; the largest difference of each output."""
    import onnxruntime

    image = torch.randn(1, 3, height, width, generator=torch.Generator().manual_seed(4))
    with torch.no_grad():
        expected = cut(image)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    results = session.run(list(OUTPUTS), {"image": image.numpy()})
    return {name: float((torch.from_numpy(result) - wanted).abs().max())
            for name, result, wanted in zip(OUTPUTS, results, expected)}


def space_of(bank):
    """The space that a bank lives in, read from its header alone."""
    with open(bank, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return header["__metadata__"]["promptbank.space"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--builder", required=True, metavar="MODULE:FUNCTION",
                        help="gives the model, weights loaded, on the CPU")
    parser.add_argument("--height", type=int, required=True, help="a multiple of 32")
    parser.add_argument("--width", type=int, required=True, help="a multiple of 32")
    parser.add_argument("--bank", required=True,
                        help="a bank compiled with the model's own text encoder: its space is the model's")
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="FOLDER")
    arguments = parser.parse_args()
    height, width = arguments.height, arguments.width
    if height % 32 or width % 32:
        parser.error("the trunk halves five times: take multiples of 32")
    sys.path.insert(0, ".")
    name, function = arguments.builder.split(":")
    model = getattr(importlib.import_module(name), function)()
    cut = prepare(model)
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / "model.onnx"
    export(cut, torch.zeros(1, 3, height, width), path)
    text = json.dumps(manifest(model, height, width, space_of(arguments.bank)), indent=2) + "\n"
    (arguments.output / "model.json").write_text(text)
    for output, difference in check(cut, path, height, width).items():
        print(f"{output:22} differs from PyTorch by {difference:.1e} at most")
        if not math.isfinite(difference):
            raise SystemExit("error: the exported model gives other than finite numbers")
    print(f"wrote {arguments.output}: promptbank score --bank {arguments.bank} --model {arguments.output} …")


if __name__ == "__main__":
    main()
