#!/usr/bin/env python3
"""A constructed sample for the demo: a drawn street whose regions pretend to be a model's output.

No vision model is involved. Every region gets a mask (its drawn shape) and, as its embedding, the
text encoder's embedding of a phrase that the prompt set does not contain. What the scorer does with
them is real; what a camera and a model would have seen is made up here.

    street_scene.py draw DIR               scene.png, masks.npy, regions.json, phrases.txt
    street_scene.py outputs DIR            phrases.safetensors + masks.npy -> outputs.safetensors
    street_scene.py judge DIR              means of u by region, with and without the caravan entry

Packages: numpy, pillow, safetensors (versions in the Makefile).
"""

import argparse
import json
import pathlib
import random
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter
from safetensors.numpy import load_file, safe_open, save_file

WIDTH, HEIGHT = 1024, 512
MASK_SCALE = 4  # mask logits are a quarter of the picture, as in Mask2Former and FC-CLIP
OVERSAMPLING = 2  # the picture is drawn larger and reduced, for smooth edges

# name, what it is for the prompt set, the phrase whose embedding stands for what a model saw
REGIONS = [
    ("sky", "ID", "a pale afternoon sky with thin clouds"),
    ("houses", "ID", "an old apartment building with many windows"),
    ("trees", "ID", "leafy green trees along the avenue"),
    ("sidewalk", "ID", "a paved sidewalk next to the curb"),
    ("road", "ID", "an empty asphalt road in a town"),
    ("lamp post", "ID", "a tall metal lamp post"),
    ("traffic sign", "ID", "a round speed limit traffic sign"),
    ("caravan", "near-OOD", "a white touring caravan parked by the curb"),
    ("truck", "ID", "a delivery truck with a big cargo box"),
    ("car", "ID", "a small red car driving in town"),
    ("person", "ID", "a woman walking with a bag"),
]


class Canvas:
    """Draws a region in colour and, with the same shapes, into its mask."""

    def __init__(self):
        size = (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        self.picture = Image.new("RGB", size)
        self.masks = {name: Image.new("L", size) for name, _, _ in REGIONS}
        self.name = None

    def draw(self, method, points, colour, **options):
        scaled = [tuple(c * OVERSAMPLING for c in point) for point in points]
        if "width" in options:
            options["width"] *= OVERSAMPLING
        if "radius" in options:
            options["radius"] *= OVERSAMPLING
        getattr(ImageDraw.Draw(self.picture), method)(scaled, fill=colour, **options)
        # The newest shape hides the older ones: a pixel belongs to one region.
        for name, mask in self.masks.items():
            shade = 255 if name == self.name else 0
            getattr(ImageDraw.Draw(mask), method)(scaled, fill=shade, **options)

    def polygon(self, colour, *points):
        self.draw("polygon", points, colour)

    def box(self, colour, left, top, right, bottom, radius=0):
        self.draw("rounded_rectangle", [(left, top), (right, bottom)], colour, radius=radius)

    def disc(self, colour, x, y, radius):
        self.draw("ellipse", [(x - radius, y - radius), (x + radius, y + radius)], colour)


def paint(canvas):
    """The whole scene, back to front."""
    chance = random.Random(7)

    canvas.name = "sky"
    for row in range(0, 300, 4):
        shade = row / 300
        colour = tuple(int(a + (b - a) * shade) for a, b in ((132, 205), (178, 222), (222, 236)))
        canvas.box(colour, 0, row, WIDTH, row + 4)
    for x, y, size in ((180, 60, 26), (215, 52, 34), (255, 62, 24), (700, 40, 22), (730, 34, 28)):
        canvas.disc((238, 242, 246), x, y, size)

    canvas.name = "houses"
    for left, top, right, colour in (
        (0, 70, 150, (176, 128, 104)), (150, 110, 270, (201, 184, 150)),
        (270, 150, 345, (160, 150, 158)), (690, 140, 770, (188, 160, 128)),
        (770, 90, 900, (150, 142, 150)), (900, 50, WIDTH, (192, 140, 116)),
    ):
        canvas.box(colour, left, top, right, 300)
        for x in range(left + 12, right - 20, 30):
            for y in range(top + 16, 262, 36):
                glass = (92, 112, 134) if chance.random() < 0.7 else (228, 214, 160)
                canvas.box(glass, x, y, x + 15, y + 21)

    canvas.name = "trees"
    for x, y, size in ((372, 200, 44), (420, 186, 54), (470, 214, 36), (600, 206, 42), (652, 190, 52)):
        canvas.box((96, 72, 52), x - 5, y, x + 5, 296)
        for _ in range(16):
            green = chance.randint(92, 136)
            canvas.disc(
                (48 + chance.randint(0, 24), green, 56), x + chance.randint(-size, size) * 0.7,
                y + chance.randint(-size, size) * 0.6, size * 0.45)

    canvas.name = "sidewalk"
    canvas.polygon((176, 170, 164), (0, 300), (440, 284), (330, HEIGHT), (0, HEIGHT))
    canvas.polygon((176, 170, 164), (WIDTH, 300), (600, 284), (760, HEIGHT), (WIDTH, HEIGHT))

    canvas.name = "road"
    canvas.polygon((84, 86, 92), (440, 284), (600, 284), (1010, HEIGHT), (90, HEIGHT))
    for near, far in ((1.0, 0.84), (0.72, 0.6), (0.5, 0.42), (0.34, 0.29), (0.22, 0.18)):
        y1, y2 = 284 + 228 * near, 284 + 228 * far
        canvas.polygon(
            (226, 226, 220), (519 + 30 * near - 7 * near, y1), (519 + 30 * near + 7 * near, y1),
            (519 + 30 * far + 7 * far, y2), (519 + 30 * far - 7 * far, y2))

    canvas.name = "lamp post"
    canvas.box((70, 74, 80), 238, 84, 246, 392)
    canvas.polygon((70, 74, 80), (242, 84), (242, 91), (316, 78), (316, 72))
    canvas.box((244, 232, 178), 296, 74, 324, 82, radius=3)

    canvas.name = "traffic sign"
    canvas.box((120, 122, 126), 846, 176, 851, 380)
    canvas.disc((200, 34, 40), 848, 168, 30)
    canvas.disc((246, 246, 242), 848, 168, 22)
    canvas.box((30, 30, 34), 836, 158, 845, 179)
    canvas.box((30, 30, 34), 851, 158, 860, 179)

    canvas.name = "caravan"
    canvas.box((60, 60, 64), 646, 372, 700, 380)  # the drawbar
    canvas.box((240, 238, 230), 676, 262, 838, 384, radius=20)
    canvas.box((196, 92, 76), 676, 334, 838, 348)
    canvas.box((96, 124, 146), 694, 284, 744, 320, radius=6)
    canvas.box((96, 124, 146), 800, 284, 826, 320, radius=6)
    canvas.box((214, 210, 200), 754, 282, 788, 378, radius=4)
    canvas.disc((34, 34, 38), 736, 386, 20)
    canvas.disc((150, 152, 156), 736, 386, 9)

    canvas.name = "truck"
    canvas.box((228, 190, 72), 404, 224, 486, 318, radius=3)
    canvas.box((70, 96, 140), 412, 290, 478, 330, radius=6)
    canvas.box((46, 60, 78), 420, 294, 470, 308, radius=3)
    canvas.box((30, 30, 34), 410, 324, 426, 340, radius=4)
    canvas.box((30, 30, 34), 464, 324, 480, 340, radius=4)

    canvas.name = "car"
    canvas.polygon((178, 38, 44), (336, 396), (362, 352), (458, 352), (484, 396))
    canvas.polygon((52, 66, 84), (352, 392), (370, 360), (450, 360), (468, 392))
    canvas.box((196, 42, 48), 322, 390, 498, 452, radius=14)
    canvas.box((246, 236, 190), 332, 404, 358, 418, radius=5)
    canvas.box((246, 236, 190), 462, 404, 488, 418, radius=5)
    canvas.box((28, 28, 32), 332, 440, 362, 472, radius=8)
    canvas.box((28, 28, 32), 458, 440, 488, 472, radius=8)

    canvas.name = "person"
    canvas.disc((216, 170, 140), 128, 330, 13)
    canvas.box((54, 92, 112), 112, 344, 144, 404, radius=9)
    canvas.box((42, 44, 60), 114, 400, 126, 462, radius=4)
    canvas.box((42, 44, 60), 131, 400, 143, 462, radius=4)
    canvas.box((150, 92, 44), 144, 388, 160, 412, radius=4)


def draw(folder):
    canvas = Canvas()
    paint(canvas)
    picture = canvas.picture.resize((WIDTH, HEIGHT), Image.LANCZOS)
    grain = numpy.random.default_rng(7).normal(0, 3, (HEIGHT, WIDTH, 1))
    pixels = numpy.asarray(picture.filter(ImageFilter.SMOOTH), numpy.float64) + grain
    Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8)).save(folder / "scene.png")

    size = (WIDTH // MASK_SCALE, HEIGHT // MASK_SCALE)
    shares = numpy.stack([
        numpy.asarray(canvas.masks[name].resize(size, Image.BOX), numpy.float64) / 255
        for name, _, _ in REGIONS
    ])
    numpy.save(folder / "masks.npy", shares)
    regions = [dict(name=n, role=r, phrase=p) for n, r, p in REGIONS]
    (folder / "regions.json").write_text(json.dumps(regions, indent=1) + "\n")
    (folder / "phrases.txt").write_text("".join(p + "\n" for _, _, p in REGIONS))


def outputs(folder):
    """What a mask-classification model would have written: mask embeddings and mask logits."""
    shares = numpy.load(folder / "masks.npy")
    logits = numpy.log((shares * 0.998 + 0.001) / (1 - (shares * 0.998 + 0.001)))
    with safe_open(folder / "phrases.safetensors", "numpy") as file:
        embeddings, metadata = file.get_tensor("embeddings"), file.metadata() or {}
    metadata = {key: value for key, value in metadata.items() if key == "space"}
    save_file(
        {"mask_embeddings": embeddings, "mask_logits": logits.astype(numpy.float32)},
        folder / "outputs.safetensors", metadata=metadata)


def judge(folder):
    """Prints the mean of u over each region; fails unless the caravan stands out and the entry did it."""
    regions = json.loads((folder / "regions.json").read_text())
    owner = numpy.load(folder / "masks.npy").argmax(0)
    owner = owner.repeat(MASK_SCALE, 0).repeat(MASK_SCALE, 1)
    with_entry = load_file(folder / "with.safetensors")["anomaly"]
    without_entry = load_file(folder / "without.safetensors")["anomaly"]
    print(f"  {'region':14} {'role':9} {'u':>7} {'u without the entry':>20}")
    means = {}
    for index, region in enumerate(regions):
        inside = owner == index
        means[region["name"]] = u, u0 = float(with_entry[inside].mean()), float(without_entry[inside].mean())
        print(f"  {region['name']:14} {region['role']:9} {u:7.3f} {u0:20.3f}")
    caravan, caravan_without = means["caravan"]
    worst = max((means[r["name"]][0], r["name"]) for r in regions if r["role"] == "ID")
    problems = []
    if not caravan > worst[0]:
        problems.append(f"the caravan's mean u {caravan:.3f} does not exceed {worst[1]}'s {worst[0]:.3f}")
    if not caravan_without < caravan:
        problems.append("the caravan's mean u is not lower without its ood entry")
    for problem in problems:
        print(f"demo failed: {problem}", file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"  The caravan stands out: u {caravan:.3f} against {worst[0]:.3f} for {worst[1]}, the highest")
    print(f"  in-distribution region. Without its ood entry it would have been {caravan_without:.3f}.")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["draw", "outputs", "judge"])
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    {"draw": draw, "outputs": outputs, "judge": judge}[arguments.step](arguments.folder)


if __name__ == "__main__":
    main()
