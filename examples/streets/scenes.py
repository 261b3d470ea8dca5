#!/usr/bin/env python3
"""Seeded scenes with exact labels: training streets, catalogue pictures, and streets to evaluate on.

    scenes.py DIRECTORY --split near --first 1000000 --count 4
        NAME.png and, with ood objects, labels/NAME.png (0 in distribution, 1 ood, 255 mixed or unlabelled)

A scene depends on its split and seed alone. Training seeds lie below 1,000,000, development seeds from
there, final seeds from 2,000,000 (`final_seeds.json`).
"""

import argparse
import pathlib
from dataclasses import dataclass

import numpy
from PIL import Image

from camera import photograph
from catalogue import draw_catalogue
from kinds import CLASS_OF_KIND, FAR, KINDS, NEAR, NO_KIND, OTHER, STREET
from painter import Painter
from street import draw_street

WIDTH, HEIGHT = 256, 128
LEAST_VISIBLE = 150  # pixels of each ood object
DEVELOPMENT_SEED = 1_000_000
THINGS = [kind.name for kind in KINDS if kind.height > 0 and kind.group == "street"]

# what each split draws from: (number of the random stream, kinds of the catalogue or ood objects)
SPLITS = {
    "street": (1, None),
    "catalogue": (2, THINGS + OTHER + NEAR + FAR),
    "catalogue-without-ood": (3, THINGS + OTHER),
    "near": (4, NEAR),
    "far": (5, FAR),
}
CLASS_TABLE = numpy.array([*CLASS_OF_KIND, *[NO_KIND] * (256 - len(KINDS))], numpy.uint8)
OUTLIER_TABLE = numpy.array([i < len(KINDS) and KINDS[i].group in ("near", "far") for i in range(256)])


@dataclass
class Scene:
    """`picture` uint8 [height, width, 3]; `instances` uint8 [height, width], 0 for none; `kinds` of
    instance 1, 2, …; `ood` the instances of ood objects; `painter` holds the finer samples."""

    picture: numpy.ndarray
    instances: numpy.ndarray
    kinds: list
    ood: list
    painter: Painter

    def kind_map(self):
        return numpy.array([NO_KIND, *self.kinds], numpy.uint8)[self.instances]

    def class_map(self):
        """uint8 [height, width]: the index into `kinds.CLASSES`, 255 for none."""
        return CLASS_TABLE[self.kind_map()]

    def labels(self):
        """uint8 [height, width]: 1 where every sample of a pixel shows an ood kind, 0 where none does,
        255 where both meet and where nothing has a name."""
        samples = self.painter.kind_samples()
        outliers, count = OUTLIER_TABLE[samples].sum(-1), samples.shape[-1]
        labels = numpy.where(outliers == count, 1, numpy.where(outliers == 0, 0, 255)).astype(numpy.uint8)
        labels[(samples == NO_KIND).all(-1)] = 255
        return labels


def make_scene(split, seed, flat=False):
    """The scene of a split and seed; `flat` leaves the camera out and paints ids (for tests)."""
    stream, pool = SPLITS[split]
    if split in ("near", "far"):
        choice = numpy.random.default_rng([stream, seed])
        wanted = [pool[choice.integers(len(pool))] for _ in range(choice.integers(1, 3))]
        for attempt in range(1000):
            painter = Painter(numpy.random.default_rng([stream, seed, attempt]), WIDTH, HEIGHT, flat)
            ood = draw_street(painter, wanted)
            seen = numpy.bincount(painter.instance_map().ravel(), minlength=256)
            if all(seen[instance] >= LEAST_VISIBLE for instance in ood):
                return _finish(painter, ood, flat)
        raise RuntimeError(f"no arrangement of seed {seed} shows {wanted}")
    painter, ood = Painter(numpy.random.default_rng([stream, seed]), WIDTH, HEIGHT, flat), []
    if split == "street":
        draw_street(painter)
    else:
        draw_catalogue(painter, pool)
    return _finish(painter, ood, flat)


def _finish(painter, ood, flat):
    picture = numpy.asarray(painter.picture) if flat else photograph(painter)
    return Scene(picture, painter.instance_map(), painter.kinds, ood, painter)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--split", choices=SPLITS, default="near")
    parser.add_argument("--first", type=int, default=DEVELOPMENT_SEED, help="first seed (default: %(default)s)")
    parser.add_argument("--count", type=int, default=8)
    arguments = parser.parse_args()
    (arguments.directory / "labels").mkdir(parents=True, exist_ok=True)
    for seed in range(arguments.first, arguments.first + arguments.count):
        scene, name = make_scene(arguments.split, seed), f"{arguments.split}-{seed}.png"
        Image.fromarray(scene.picture).save(arguments.directory / name)
        Image.fromarray(scene.labels()).save(arguments.directory / "labels" / name)


if __name__ == "__main__":
    main()
