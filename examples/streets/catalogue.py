"""Pictures that are no streets: things of a wide vocabulary before arbitrary backgrounds. The encoder is
pretrained on them, as image encoders are on pictures from the web."""

import buildings
from drawings import DRAWINGS
from kinds import BY_NAME, KIND_INDEX
from painter import Sketch

SURFACES = {"grass": "green", "road": "asphalt", "sidewalk": "paving", "sky": "sky"}


def draw_catalogue(painter, kinds):
    """Three to seven things, each of any of `kinds`, and sometimes a piece of building or ground."""
    random, width, height = painter.random, painter.width, painter.height
    painter.instance = 0
    painter.polygon([(0, 0), (width, 0), (width, height), (0, height)], painter.pick("paint"))
    for _ in range(random.integers(0, 10)):
        x, y = random.uniform(-30, width), random.uniform(-30, height)
        w, h, colour = random.uniform(6, 100), random.uniform(6, 100), painter.pick("paint")
        if random.random() < 0.5:
            painter.ellipse(x, y, x + w, y + h, colour)
        else:
            painter.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], colour)
    for _ in range(random.integers(0, 3)):
        x, y = random.uniform(-20, width * 0.7), random.uniform(0, height * 0.6)
        w, h = random.uniform(40, 150), random.uniform(35, 95)
        if random.random() < 0.4:
            buildings.facade(painter, "house" if random.random() < 0.5 else "office", x, y, x + 0.6 * w, y + h)
        else:
            surface = list(SURFACES)[random.integers(len(SURFACES))]
            painter.begin(KIND_INDEX[surface])
            painter.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], painter.pick(SURFACES[surface]))
    for _ in range(random.integers(3, 8)):
        kind = BY_NAME[kinds[random.integers(len(kinds))]]
        size = min(random.uniform(22, 78), 150 / max(kind.aspect, 0.3), 115)
        if kind.height >= 4:
            size = max(size, 52)
        painter.begin(KIND_INDEX[kind.name])
        DRAWINGS[kind.name](Sketch(painter, kind, random.uniform(0, width), random.uniform(size * 0.8, height + size * 0.15), size))
