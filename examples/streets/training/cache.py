"""Scenes drawn once and kept as arrays, for training and evaluation."""

import multiprocessing
import os
import pathlib

import numpy

import scenes

MOST_INSTANCES = 96


def _job(task):
    split, seed, labelled = task
    scene = scenes.make_scene(split, seed)
    kinds = numpy.full(MOST_INSTANCES, scenes.NO_KIND, numpy.uint8)  # of instance 0, 1, …
    kinds[1 : len(scene.kinds) + 1] = scene.kinds
    return scene.picture, scene.instances, kinds, scene.labels() if labelled else None


def cached(folder, split, first, count, labelled=False, processes=2):
    """`pictures` uint8 [n, h, w, 3], `instances` uint8 [n, h, w], `kinds` uint8 [n, MOST_INSTANCES] and,
    with `labelled`, `labels` uint8 [n, h, w]; drawn at the first call, mapped from files afterwards."""
    name = f"{split}-{first}-{count}"
    folder = pathlib.Path(folder)
    paths = {key: folder / f"{name}-{key}.npy" for key in ["pictures", "instances", "kinds"] + ["labels"] * labelled}
    if not all(path.exists() for path in paths.values()):
        folder.mkdir(parents=True, exist_ok=True)
        with multiprocessing.Pool(processes) as pool:
            tasks = [(split, first + i, labelled) for i in range(count)]
            columns = zip(*pool.imap(_job, tasks, chunksize=16))
        for path, column in zip(paths.values(), columns):
            unfinished = path.with_suffix(".part.npy")
            numpy.save(unfinished, numpy.stack(column))
            os.replace(unfinished, path)
    return {key: numpy.load(path, mmap_mode="r") for key, path in paths.items()}


def kinds_of_pixels(instances, kinds):
    """uint8 [n, h, w]: the kind of each pixel, 255 for none."""
    flat = numpy.take_along_axis(kinds, instances.reshape(len(instances), -1).astype(numpy.intp), 1)
    return flat.reshape(instances.shape)
