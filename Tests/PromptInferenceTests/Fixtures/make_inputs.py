"""Makes what PyTorch gives for pictures turned into inputs.

    pip install torch==2.13.0 numpy==2.4.6
    python make_inputs.py

`expected/input.CASE.f32` is the input of the case of that name in `PrepareInputTests.swift`, as
little-endian float32 [3, height, width]: the picture of `picture`, padded with the mean colour right
and below, resized by `interpolate` in double precision, and normalised.
"""

import pathlib

import numpy as np
import torch

CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])
BYTES = ([122.77, 116.75, 104.09], [68.5, 66.63, 70.32])

# name: picture (height, width), canvas, input, antialiased, colour, range, (mean, std)
CASES = {
    "shrink": ((23, 37), (23, 37), (8, 16), True, "rgb", 1, CLIP),
    "shrink-bilinear": ((23, 37), (23, 37), (8, 16), False, "rgb", 1, CLIP),
    "grow": ((5, 7), (5, 7), (12, 9), True, "bgr", 255, BYTES),
    "grow-bilinear": ((5, 7), (5, 7), (12, 9), False, "bgr", 255, BYTES),
    "letterbox-below": ((10, 30), (15, 30), (12, 24), True, "rgb", 255, BYTES),
    "letterbox-right": ((30, 11), (30, 60), (12, 24), False, "bgr", 1, CLIP),
    "own": ((13, 18), (16, 24), (16, 24), True, "rgb", 1, CLIP),
    "exact": ((6, 4), (6, 4), (6, 4), True, "rgb", 1, CLIP),
    "one-pixel": ((1, 1), (1, 1), (3, 2), True, "rgb", 1, CLIP),
    "to-one-pixel": ((9, 14), (9, 14), (1, 1), True, "rgb", 255, BYTES),
}


def picture(height, width):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return (x * 7 + y * 13 + c * 31 + x * y * (c + 1)) % 256


for name, (size, canvas, target, antialiased, colour, scale, (mean, std)) in CASES.items():
    pixels = picture(*size).astype(np.float64) * scale / 255
    if colour == "bgr":
        pixels = pixels[:, :, ::-1]
    padded = np.broadcast_to(np.array(mean, np.float64), (*canvas, 3)).copy()
    padded[: size[0], : size[1]] = pixels
    tensor = torch.from_numpy(padded.transpose(2, 0, 1)[None].copy())
    resized = torch.nn.functional.interpolate(
        tensor, size=target, mode="bilinear", align_corners=False, antialias=antialiased)
    shape = (1, 3, 1, 1)
    result = (resized - torch.tensor(mean).double().reshape(shape)) / torch.tensor(
        std).double().reshape(shape)
    target_file = pathlib.Path(__file__).parent / "expected" / f"input.{name}.f32"
    target_file.write_bytes(result.numpy().astype("<f4").tobytes())
