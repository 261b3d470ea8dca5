"""The kinds of things that are drawn, their names, and which of them a street may hold.

A kind is what one drawing shows. Each in-distribution class of the street has one or more kinds with
names of their own, so that a concept set has something to do: the word "vegetation" names no palm.

groups: `street`   drawn in every split; the only kinds of training scenes
        `near`     out of distribution, and like a vehicle of the street
        `far`      out of distribution, and like nothing in the street
        `other`    in catalogue pictures only: the rest of a wide vocabulary
"""

from dataclasses import dataclass

CLASSES = [
    "road", "sidewalk", "building", "vegetation", "sky", "terrain", "fence", "pole", "traffic sign",
    "person", "car", "truck", "bus", "bicycle",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """`height` is in metres, `aspect` is width by height; both are 0 for surfaces and buildings."""

    name: str
    group: str
    class_name: str | None
    height: float
    aspect: float
    names: tuple[str, ...]


def _kinds():
    def of(group, class_name, *rows):
        return [Kind(row[0], group, class_name, row[1], row[2], row[3:]) for row in rows]

    return [
        *of("street", "road", ("road", 0, 0, "road", "street", "asphalt road")),
        *of("street", "sidewalk", ("sidewalk", 0, 0, "sidewalk", "pavement", "footpath")),
        *of(
            "street", "building",
            ("house", 0, 0, "house", "brick house", "apartment house"),
            ("office", 0, 0, "office building", "skyscraper", "building"),
        ),
        *of("street", "sky", ("sky", 0, 0, "sky", "clouds", "blue sky")),
        *of("street", "terrain", ("grass", 0, 0, "grass", "lawn", "meadow")),
        *of(
            "street", "vegetation",
            ("tree", 5.0, 0.75, "tree", "trees", "leafy tree"),
            ("palm", 5.0, 0.7, "palm tree", "palm trees"),
            ("hedge", 1.4, 2.2, "hedge", "bushes", "shrub"),
        ),
        *of(
            "street", "fence",
            ("wooden fence", 1.4, 3.0, "wooden fence", "fence", "picket fence"),
            ("railing", 1.1, 3.4, "railing", "metal railing", "handrail"),
        ),
        *of(
            "street", "pole",
            ("utility pole", 5.5, 0.055, "utility pole", "pole", "telegraph pole"),
            ("street lamp", 5.0, 0.24, "street lamp", "lamp post", "street light"),
        ),
        *of(
            "street", "traffic sign",
            ("stop sign", 2.7, 0.36, "stop sign"),
            ("warning sign", 2.7, 0.38, "warning sign", "triangular road sign"),
            ("direction sign", 2.9, 0.6, "direction sign", "traffic sign", "road sign"),
        ),
        *of(
            "street", "person",
            ("man", 1.8, 0.42, "man", "pedestrian", "person"),
            ("woman", 1.7, 0.46, "woman", "woman in a dress"),
        ),
        *of(
            "street", "car",
            ("sedan", 1.5, 2.7, "car", "sedan", "automobile"),
            ("van", 2.1, 2.2, "van", "minivan", "delivery van"),
        ),
        *of(
            "street", "truck",
            ("lorry", 3.3, 2.2, "truck", "lorry", "box truck"),
            ("pickup", 1.8, 2.7, "pickup truck", "pickup"),
            ("tanker", 3.0, 2.7, "tanker truck", "tank lorry"),
        ),
        *of(
            "street", "bus",
            ("bus", 3.0, 2.9, "bus", "coach", "city bus"),
            ("double-decker", 4.2, 2.0, "double-decker bus", "double-decker"),
        ),
        *of("street", "bicycle", ("bicycle", 1.15, 1.6, "bicycle", "bike", "racing bike")),
        *of(
            "near", None,
            ("caravan", 2.6, 2.0, "caravan", "travel trailer", "camper trailer"),
            ("trailer", 1.7, 2.3, "trailer", "cargo trailer", "flatbed trailer"),
            ("tractor", 2.7, 1.4, "tractor", "farm tractor"),
            ("excavator", 3.0, 1.8, "excavator", "digger"),
            ("scooter", 1.3, 1.4, "motor scooter", "scooter", "moped"),
            ("rickshaw", 1.9, 1.5, "rickshaw", "auto rickshaw", "tuk-tuk"),
        ),
        *of(
            "far", None,
            ("cow", 1.6, 1.6, "cow", "cattle"),
            ("horse", 1.9, 1.3, "horse", "pony"),
            ("dog", 0.95, 1.5, "dog", "puppy"),
            ("box", 0.95, 1.15, "cardboard box", "box", "carton"),
            ("tire", 0.95, 1.0, "tire", "car tyre"),
            ("barrel", 1.1, 0.75, "barrel", "oil drum"),
            ("sofa", 1.1, 2.1, "sofa", "couch"),
            ("mattress", 1.3, 1.5, "mattress", "striped mattress"),
        ),
        *of(
            "other", None,
            ("boat", 2, 2.1, "boat", "sailing boat"),
            ("airplane", 2, 2.3, "airplane", "aeroplane"),
            ("train", 3, 3.0, "train", "locomotive"),
            ("chair", 1.1, 0.7, "chair", "wooden chair"),
            ("table", 1, 1.7, "table", "desk"),
            ("wardrobe", 2, 0.8, "wardrobe", "cupboard"),
            ("umbrella", 2, 1.0, "umbrella", "parasol"),
            ("flower pot", 1, 0.65, "flower pot", "potted flower"),
            ("cat", 0.7, 1.3, "cat", "kitten"),
            ("bird", 0.7, 1.3, "bird", "songbird"),
            ("sheep", 1.1, 1.4, "sheep", "lamb"),
            ("elephant", 2.6, 1.4, "elephant"),
            ("tent", 2, 1.7, "tent", "camping tent"),
            ("mailbox", 1.4, 0.5, "mailbox", "letter box"),
            ("cup", 0.8, 1.0, "cup", "mug"),
            ("clock", 0.9, 1.0, "clock", "wall clock"),
            ("ball", 0.8, 1.0, "ball", "beach ball"),
            ("guitar", 1.2, 0.45, "guitar", "acoustic guitar"),
        ),
    ]  # fmt: skip


KINDS = _kinds()
KIND_INDEX = {kind.name: index for index, kind in enumerate(KINDS)}
BY_NAME = {kind.name: kind for kind in KINDS}
NEAR = [kind.name for kind in KINDS if kind.group == "near"]
FAR = [kind.name for kind in KINDS if kind.group == "far"]
OTHER = [kind.name for kind in KINDS if kind.group == "other"]
STREET = [kind.name for kind in KINDS if kind.group == "street"]

NO_KIND = 255
CLASS_OF_KIND = [CLASSES.index(kind.class_name) if kind.class_name else NO_KIND for kind in KINDS]
