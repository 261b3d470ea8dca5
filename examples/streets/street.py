"""A street in perspective: what every split but the catalogue shows.

The camera stands in the street at x = 0 and looks along z; x, z and heights are in metres.
"""

from dataclasses import dataclass

import buildings
from drawings import DRAWINGS
from kinds import BY_NAME, KIND_INDEX
from painter import Sketch, shade

FAR_AWAY = 160.0  # metres; where surfaces end


@dataclass
class Ground:
    """A pinhole camera: the row of the horizon, the column of the vanishing point, the focal length in
    pixels and the height of the camera."""

    horizon: float
    vanishing: float
    focal: float
    camera: float

    def project(self, x, z, height=0.0):
        z = max(z, 0.6)
        return self.vanishing + x * self.focal / z, self.horizon + (self.camera - height) * self.focal / z

    def pixels_a_metre(self, z):
        return self.focal / z


def draw_street(painter, ood=()):
    """Draws a whole scene. `ood` names kinds to put into it; training scenes have none. Returns the
    instances of the ood objects, in their order."""
    random, width, height = painter.random, painter.width, painter.height
    ground = Ground(height * random.uniform(0.36, 0.47), width * random.uniform(0.38, 0.62), width * 0.6, random.uniform(1.5, 2.1))
    _draw_sky(painter, ground)
    half, centre, walk = random.uniform(3.6, 6.2), random.uniform(-1.6, 1.6), random.uniform(1.8, 3.4)
    road_colour = _draw_surfaces(painter, ground, half, centre, walk)
    for side in (-1, 1):
        if random.random() < 0.88:
            setback = random.choice([0.2, random.uniform(0.5, 6)])
            buildings.row(painter, ground, side, half + walk + setback + side * centre, random.uniform(5, 22))
    objects = _street_objects(random, half, centre, walk)
    objects += [_ood_object(random, kind, half, centre) for kind in ood]
    drawn = {}
    for order in sorted(range(len(objects)), key=lambda i: -objects[i][1]):
        kind, z, x = objects[order]
        drawn[order] = stand(painter, ground, kind, x, z, road_colour)
    return [drawn[order] for order in range(len(objects) - len(ood), len(objects))]


def stand(painter, ground, kind_name, x, z, shadow_colour):
    """Draws one object on the ground, with its shadow; returns its instance."""
    kind = BY_NAME[kind_name]
    column, row = ground.project(x, z)
    size = kind.height * ground.pixels_a_metre(z) * float(2.718281828 ** (painter.random.normal() * 0.07))
    if kind.class_name not in ("pole", "traffic sign", "vegetation", "fence"):
        half, under = size * kind.aspect * 0.5, painter.ids.getpixel(_inside(painter, column, row))
        if under:  # a shadow belongs to the surface that it falls on
            painter.resume(under)
            painter.shadow(column - half, row - 0.06 * size, column + half, row + 0.05 * size, shade(shadow_colour, 0.5))
    painter.begin(KIND_INDEX[kind_name])
    DRAWINGS[kind_name](Sketch(painter, kind, column, row, size))
    return painter.instance


def _inside(painter, column, row):
    width, height = painter.ids.size
    return min(max(int(column * 2), 0), width - 1), min(max(int(row * 2), 0), height - 1)


def _draw_sky(painter, ground):
    random, blue = painter.random, painter.pick("sky")
    painter.begin(KIND_INDEX["sky"])
    rows = int(ground.horizon) + 2
    for y in range(rows):
        share = 0.55 * y / rows
        tone = tuple(channel + (1 - channel) * share for channel in blue)
        painter.polygon([(0, y), (painter.width, y), (painter.width, y + 1), (0, y + 1)], tone)
    for _ in range(random.integers(0, 5)):
        x, y, w = random.uniform(-10, painter.width), random.uniform(0, ground.horizon * 0.7), random.uniform(12, 46)
        for shift in (0, 0.35, 0.6):
            painter.ellipse(x + shift * w, y - shift * 2, x + (shift + 0.6) * w, min(y + 0.22 * w, rows), (0.95, 0.95, 0.97))


def _draw_surfaces(painter, ground, half, centre, walk):
    random, at = painter.random, ground.project
    grass = random.random() < 0.6

    def strip(left, right, colour, near=1.0, far=FAR_AWAY, detail=False):
        painter.polygon([at(left, near), at(left, far), at(right, far), at(right, near)], colour, detail)

    top = at(0, FAR_AWAY)[1] - 1
    if grass:
        painter.begin(KIND_INDEX["grass"])
        colour = painter.pick("green")
        painter.polygon([(0, top), (painter.width, top), (painter.width, painter.height), (0, painter.height)], colour)
        for _ in range(14):
            z, x = random.uniform(4, 40), random.uniform(-25, 25)
            strip(x, x + random.uniform(0.5, 4), shade(colour, random.uniform(0.85, 1.12)), z, z * 1.15, True)
    painter.begin(KIND_INDEX["sidewalk"])
    colour, reach = painter.pick("paving"), walk if grass else 60
    if not grass:  # up to the horizon: strips end where they would leave the ground bare at its sides
        painter.polygon([(0, top), (painter.width, top), (painter.width, painter.height), (0, painter.height)], colour)
    for side in (-1, 1):
        strip(centre + side * half, centre + side * (half + reach), colour)
        z = 2.5
        while z < 40:
            strip(centre + side * half, centre + side * (half + min(reach, 12)), shade(colour, 0.84), z, z * 1.012)
            z += 1.6
        strip(centre + side * half, centre + side * (half + 0.25), shade(colour, 1.18))
    painter.begin(KIND_INDEX["road"])
    asphalt = painter.pick("asphalt")
    strip(centre - half, centre + half, asphalt)
    for _ in range(random.integers(0, 4)):
        z, x, tone = random.uniform(4, 18), centre + random.uniform(-0.8, 0.6) * half, shade(asphalt, random.uniform(0.6, 1.15))
        strip(x, min(x + random.uniform(0.5, 2), centre + half), tone, z, z * random.uniform(1.05, 1.4), True)
    if random.random() < 0.8:
        white, z = painter.pick("white"), random.uniform(2.2, 4.5)
        while z < 60:
            strip(centre - 0.09, centre + 0.09, white, z, z + 2.6, True)
            z += 6
    if random.random() < 0.25:
        z = random.uniform(6, 14)
        for i in range(int(half)):
            strip(centre - half + 0.4 + 2 * i, centre - half + 1.4 + 2 * i, (0.9, 0.9, 0.88), z, z + 2.2, True)
    return asphalt


def _street_objects(random, half, centre, walk):
    """(kind, z, x) of everything in distribution."""
    objects = []

    def add(count, kinds, near, far, place):
        for _ in range(count):
            z = near * (far / near) ** random.random()  # even on a scale of sizes
            objects.append((str(random.choice(kinds)), z, centre + place()))

    def beside(low, high):
        return lambda: random.choice([-1, 1]) * (half + random.uniform(low, high))

    add(random.integers(1, 4), ["tree", "palm", "hedge"], 8, 45, beside(0.6, 7))
    add(random.integers(1, 4), ["utility pole", "street lamp"], 6, 32, beside(0.2, 0.8))
    add(random.integers(0, 3), ["stop sign", "warning sign", "direction sign"], 5, 17, beside(0.3, 1.4))
    add(random.integers(0, 3), ["wooden fence", "railing"], 7, 20, beside(walk * 0.6, walk + 2))
    add(random.integers(0, 3), ["sedan", "van", "pickup", "sedan"], 7, 26, lambda: random.uniform(-0.95, 0.95) * half)
    add(random.integers(0, 3), ["lorry", "tanker", "bus", "double-decker", "pickup"], 11, 34, lambda: random.uniform(-0.95, 0.95) * half)
    add(random.integers(0, 4), ["man", "woman"], 5, 15, lambda: random.uniform(-1.5, 1.5) * half)
    add(random.integers(0, 3), ["bicycle"], 5, 12, lambda: random.uniform(-1.3, 1.3) * half)
    return objects


def _ood_object(random, kind, half, centre):
    near, far = (8, 15) if BY_NAME[kind].height > 1.5 else (4.5, 8.5)
    z = near * (far / near) ** random.random()
    reach = min(half, 0.62 * z)  # within the picture
    return kind, z, centre * 0.5 + random.uniform(-0.95, 0.95) * reach
