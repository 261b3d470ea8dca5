"""Stage 2: the decoder learns masks, on in-distribution street scenes only, over the frozen encoder.

At each pixel the queries compete (cross-entropy of a softmax over queries), so that their shares always
sum to 1, over unknown objects too. Which query an object belongs to is fixed: that of the grid cell where
its visible centre lies; what has no countable shape belongs to the query of its kind.
"""

import numpy
import torch
from torch.nn import functional

from cache import kinds_of_pixels
from kinds import CLASS_OF_KIND, CLASSES, KINDS, NO_KIND
from network import FEATURES, GRID, QUERIES, REGIONS, Decoder, prepare
from schedule import Schedule

BATCH, POINTS = 8, 3072
CELL = 16  # pixels
REGION_OF_KIND = {index: GRID[0] * GRID[1] + REGIONS.index(kind.name) for index, kind in enumerate(KINDS) if kind.name in REGIONS}


def decode(encoder, seed, steps, streets, names, log):
    """Trains and returns a decoder, frozen."""
    torch.manual_seed(seed)
    random = numpy.random.default_rng([seed, 2])
    decoder = Decoder().to(memory_format=torch.channels_last)
    scale = torch.nn.Parameter(torch.tensor(2.7))
    schedule = Schedule([*decoder.parameters()], [scale], 2.5e-3, steps, log)
    stored = _features(encoder, streets["pictures"], log)
    query_of = numpy.stack([assign(*pair) for pair in zip(streets["instances"], streets["kinds"])])
    texts, text_class = _class_texts(names)
    for _ in range(steps):
        chosen = random.choice(len(query_of), BATCH, replace=False)
        fine, coarse, features = (part[torch.from_numpy(chosen)] for part in stored)
        pictures, instances, kinds = (streets[key][chosen] for key in ("pictures", "instances", "kinds"))
        wanted = kinds_of_pixels(instances, query_of[chosen])
        with torch.autocast("cpu", torch.bfloat16):
            refined, kernels, weights = decoder.queries(coarse, features)
            blocks = decoder.blocks(prepare(pictures), fine, refined)
        points = torch.from_numpy(_points(random, wanted))
        logits = decoder.logits_at(points, blocks, kernels, weights).flatten(0, 1)
        target = torch.from_numpy(wanted.reshape(BATCH, -1).astype(numpy.int64)).gather(1, points).flatten()
        mask_loss = functional.cross_entropy(logits, target, ignore_index=NO_KIND)

        seen, classes = _objects(refined.float(), features.float(), instances[:, 2::4, 2::4], query_of[chosen], kinds)
        embedding = functional.normalize(decoder.trained_head(seen), dim=-1)
        cosines = scale.exp().clamp(max=100) * (embedding @ texts[random.integers(texts.shape[0])].t())
        class_logits = torch.full((len(seen), len(CLASSES)), -1e4).scatter_reduce(1, text_class.expand(len(seen), -1), cosines, "amax")
        class_loss = functional.cross_entropy(class_logits, classes)
        few = slice(None, None, 8)
        right = (logits[few].argmax(1) == target[few])[target[few] != NO_KIND].float().mean()
        schedule.step(mask_loss + 0.3 * class_loss, mask=mask_loss, trained_head=class_loss, right=right)
    return decoder.eval().requires_grad_(False)


def assign(instances, kinds):
    """uint8, as long as `kinds`: the query of each instance, 255 for none. Larger objects choose first;
    one that finds its cell and the eight around it taken is left out."""
    queries, taken = numpy.full(len(kinds), NO_KIND, numpy.uint8), set()
    flat = instances.ravel()
    area = numpy.bincount(flat, minlength=len(kinds))
    rows, columns = numpy.indices(instances.shape)
    centres = [numpy.bincount(flat, axis.ravel(), len(kinds)) / numpy.maximum(area, 1) for axis in (rows, columns)]
    for instance in numpy.argsort(-area, kind="stable"):
        kind = int(kinds[instance])
        if instance == 0 or kind == NO_KIND or area[instance] == 0:
            continue
        if kind in REGION_OF_KIND:
            queries[instance] = REGION_OF_KIND[kind]
            continue
        y, x = centres[0][instance] / CELL, centres[1][instance] / CELL
        near = [(row, column) for row in range(int(y) - 1, int(y) + 2) for column in range(int(x) - 1, int(x) + 2)]
        near = [cell for cell in near if 0 <= cell[0] < GRID[0] and 0 <= cell[1] < GRID[1] and cell not in taken]
        if near:
            cell = min(near, key=lambda cell: (cell[0] + 0.5 - y) ** 2 + (cell[1] + 0.5 - x) ** 2)
            taken.add(cell)
            queries[instance] = cell[0] * GRID[1] + cell[1]
    return queries


def _features(encoder, pictures, log):
    """The frozen encoder's three outputs for all pictures, in bfloat16: they never change again."""
    stored = []
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for begin in range(0, len(pictures), 16):
            parts = encoder(prepare(pictures[begin : begin + 16]))
            if not stored:  # at once: two halves of 2.5 GB would be in memory otherwise
                stored = [torch.empty(len(pictures), *part.shape[1:], dtype=torch.bfloat16, memory_format=torch.channels_last) for part in parts]
            for whole, part in zip(stored, parts):
                whole[begin : begin + 16] = part
    log(f"features of {len(pictures)} pictures")
    return stored


def _points(random, wanted):
    """int64 [B, POINTS], indices into the pixels of `wanted` [B, H, W]: a third anywhere, a third on
    countable objects, which cover little, and a third where queries meet, where most mistakes are."""
    part, pixels = POINTS // 3, wanted[0].size
    chosen = random.integers(pixels, size=(len(wanted), POINTS))
    for row, queries in enumerate(wanted):
        below, beside = queries[1:] != queries[:-1], queries[:, 1:] != queries[:, :-1]
        edge = numpy.zeros(queries.shape, bool)
        edge[1:] |= below
        edge[:, 1:] |= beside
        edge[:-1] |= below
        edge[:, :-1] |= beside
        for index, places in enumerate((queries < GRID[0] * GRID[1], edge)):
            places = numpy.flatnonzero(places)
            if len(places):
                chosen[row, index * part : (index + 1) * part] = random.choice(places, part)
    return chosen


def _objects(refined, features, instances, query_of, kinds):
    """Features under the true mask of each query, refined and frozen side by side, and its class."""
    queries = kinds_of_pixels(numpy.ascontiguousarray(instances), query_of).astype(numpy.int64)
    flat = torch.from_numpy(numpy.where(queries == NO_KIND, QUERIES, queries).reshape(len(queries), -1))
    both = torch.cat([refined, features], 1).flatten(2).transpose(1, 2)
    row = (flat + torch.arange(len(flat))[:, None] * (QUERIES + 1)).reshape(-1)
    sums = torch.zeros(len(flat) * (QUERIES + 1), both.shape[-1]).index_add(0, row, both.reshape(-1, both.shape[-1]))
    counts = torch.bincount(row, minlength=len(sums))
    classes = numpy.full((len(query_of), QUERIES + 1), -1)
    for picture, (assigned, of) in enumerate(zip(query_of, kinds)):
        for query, kind in zip(assigned, of):
            if query != NO_KIND:
                classes[picture, query] = CLASS_OF_KIND[kind]
    classes = torch.from_numpy(classes.reshape(-1))
    known = (classes >= 0) & (counts >= 3)
    return sums[known] / counts[known][:, None], classes[known]


def _class_texts(names):
    """[sentences, texts, 384] of all names of street kinds, and the class of each text."""
    street = [(index, CLASS_OF_KIND[index]) for index in range(len(KINDS)) if CLASS_OF_KIND[index] != NO_KIND]
    texts = numpy.concatenate([names[index] for index, _ in street]).swapaxes(0, 1)
    classes = [class_index for index, class_index in street for _ in range(len(names[index]))]
    return torch.tensor(texts), torch.tensor(classes)
