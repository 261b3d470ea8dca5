"""Stage 1: the encoder learns to name every pixel and object of streets and catalogue pictures.

The text side is fixed: a kind's target is one of its names in one of a few sentences, drawn anew at each
step, as the default text encoder embeds it. Afterwards the encoder is frozen.

Arms: `labelled`  the ood kinds appear in catalogue pictures, with pixel labels
      `named`     they appear there, but only the list of their names is known, not where they are
      `absent`    they appear nowhere
No arm ever sees an ood kind in a street.
"""

import numpy
import torch
from torch.nn import functional

from cache import MOST_INSTANCES, kinds_of_pixels
from kinds import KINDS, NO_KIND
from network import FEATURES, Encoder, prepare
from schedule import Schedule

STREETS, CATALOGUE = 8, 8  # pictures of each in a batch
CROP = (96, 192)  # pixels of each that a step sees, for speed
OOD = numpy.array([kind.group in ("near", "far") for kind in KINDS])


def pretrain(arm, seed, steps, streets, catalogue, names, log):
    """Trains and returns an encoder, frozen. `names` is from `text.names_of_kinds`."""
    torch.manual_seed(seed)
    random = numpy.random.default_rng([seed, 1])
    encoder = Encoder().to(memory_format=torch.channels_last)
    scale = torch.nn.Parameter(torch.tensor(2.7))  # logarithm of 1 / temperature
    background = torch.nn.Parameter(torch.tensor(0.3))  # cosine of "none of the names"
    schedule = Schedule([*encoder.parameters()], [scale, background], 3e-3, steps, log)
    used = numpy.flatnonzero(~OOD if arm == "absent" else numpy.ones(len(KINDS), bool))
    index = numpy.full(256, -1)
    index[used] = numpy.arange(len(used))
    weights = _weights(streets, catalogue, used)
    for step in range(steps):
        pictures, instances, kinds = _batch(random, streets, catalogue)
        with torch.autocast("cpu", torch.bfloat16):
            features = encoder(prepare(pictures))[2]
        features = features.float().permute(0, 2, 3, 1).reshape(-1, FEATURES)
        text = torch.tensor(numpy.stack([_one_of(random, names[kind]) for kind in used]))
        score = _scorer(encoder.head.weight, text, scale.exp().clamp(max=100))

        sampled = numpy.ascontiguousarray(instances[:, 2::4, 2::4])
        labelled = kinds.copy()
        if arm == "named":
            labelled[STREETS:][OOD[numpy.minimum(labelled[STREETS:], len(KINDS) - 1)] & (labelled[STREETS:] != NO_KIND)] = NO_KIND
        target = torch.from_numpy(index[kinds_of_pixels(sampled, labelled)].reshape(-1))
        known = target >= 0
        pixel_loss = functional.cross_entropy(score(features[known]), target[known], weight=weights)
        objects, object_target = _objects(features, sampled, index[labelled])
        object_logits = score(objects)
        object_loss = functional.cross_entropy(object_logits, object_target)
        loss = pixel_loss + object_loss
        if arm == "named":
            loss = loss + _caption_loss(features, score, scale, background, target, kinds, sampled, index)
        schedule.step(loss, pixel=pixel_loss, object=object_loss, scale=scale.exp(),
                      right=(object_logits.argmax(1) == object_target).float().mean())  # fmt: skip
    return encoder.eval().requires_grad_(False)


def _batch(random, streets, catalogue):
    parts = []
    for source, count in ((streets, STREETS), (catalogue, CATALOGUE)):
        chosen = numpy.sort(random.choice(len(source["pictures"]), count, replace=False))
        top, left = (int(random.integers(0, size - crop + 1)) for size, crop in zip(source["instances"].shape[1:], CROP))
        window = (slice(top, top + CROP[0]), slice(left, left + CROP[1]))
        parts.append([source[key][chosen][:, *window] for key in ("pictures", "instances")] + [source["kinds"][chosen]])
    pictures, instances, kinds = (numpy.concatenate(column) for column in zip(*parts))
    if random.random() < 0.5:
        pictures, instances = pictures[:, :, ::-1].copy(), instances[:, :, ::-1]
    return pictures, instances, kinds


def _one_of(random, embeddings):
    return embeddings[random.integers(embeddings.shape[0]), random.integers(embeddings.shape[1])]


def _scorer(head, text, scale):
    """Scaled cosines of head(x) to the texts, without forming head(x): x · (head^T text) / |head x|."""
    towards, gram = text @ head, head.t() @ head

    def score(x):
        length = ((x @ gram) * x).sum(1).clamp(min=1e-8).sqrt()
        return scale * (x @ towards.t()) / length[:, None]

    return score


def _objects(features, instances, index_of_kinds):
    """The mean feature of each instance that covers four samples, and its target."""
    batch = len(instances)
    flat = torch.from_numpy((instances.astype(numpy.int64) + numpy.arange(batch)[:, None, None] * MOST_INSTANCES).reshape(-1))
    sums = torch.zeros(batch * MOST_INSTANCES, FEATURES).index_add(0, flat, features)
    counts = torch.bincount(flat, minlength=batch * MOST_INSTANCES)
    target = torch.from_numpy(index_of_kinds.reshape(-1))
    known = (target >= 0) & (counts >= 4)
    return sums[known] / counts[known][:, None], target[known]


def _caption_loss(features, score, scale, background, target, kinds, instances, index):
    """Multiple instances: a catalogue picture's caption names the ood kinds in it. For each, the best
    unlabelled pixels should carry the name; names that are not in the caption should be nowhere."""
    pixels = features.shape[0] // (STREETS + CATALOGUE)
    ood = torch.from_numpy(index[numpy.flatnonzero(OOD)])
    loss = features.new_zeros(())
    for picture in range(STREETS, STREETS + CATALOGUE):
        rows = slice(picture * pixels, (picture + 1) * pixels)
        free = features[rows][target[rows] < 0]
        visible = numpy.unique(kinds[picture][numpy.unique(instances[picture])])
        present = torch.from_numpy(numpy.isin(numpy.flatnonzero(OOD), visible)).float()
        if len(free) < 16:
            continue
        none = (scale.exp() * background).expand(len(free), 1)
        chances = torch.cat([score(free), none], 1).softmax(1)[:, ood]
        best = chances.topk(12, 0)[0].mean(0).clamp(1e-5, 1 - 1e-5)
        loss = loss + functional.binary_cross_entropy(best, present, reduction="sum")
    return loss / CATALOGUE


def _weights(streets, catalogue, used):
    """Rare kinds count more: one over the root of the number of pixels, with mean 1."""
    counts = numpy.zeros(256)
    for source in (streets, catalogue):
        seen = kinds_of_pixels(numpy.ascontiguousarray(source["instances"][:400, 2::4, 2::4]), source["kinds"][:400])
        counts += numpy.bincount(seen.reshape(-1), minlength=256)
    weights = 1 / numpy.sqrt(counts[used] + 400)
    return torch.tensor(weights / weights.mean(), dtype=torch.float32)
