"""Houses and offices: as rows along a street in perspective, and flat in catalogue pictures."""

import numpy


from kinds import KIND_INDEX
from painter import shade

STYLES = {
    # colour, storeys, metres a storey, metres a window, metres of roof
    "house": ("brick", (2, 4), 2.9, 3.2, 1.4),
    "office": ("concrete", (4, 10), 3.1, 2.2, 0.0),
}
WINDOWS_SEEN = 55  # metres; farther facades have none


def row(painter, ground, side, offset, begin):
    """Buildings along one side of the street (-1 left, 1 right), `offset` metres from x = 0, from the
    distance `begin` on. Far ones first, so that near ones cover them."""
    random, plots, z = painter.random, [], begin
    while z < 95:
        length = random.uniform(8, 19)
        plots.append((z, z + length, offset + random.uniform(0, 1.5)))
        z += length + random.choice([0.0, 0.0, random.uniform(1, 9)])
    for near, far, wall in reversed(plots):
        _building(painter, ground, "house" if random.random() < 0.5 else "office", side, wall, near, far)


def _building(painter, ground, style, side, wall, near, far):

    random = painter.random
    colour_name, storeys, storey, window, roof = STYLES[style]
    colour, floors = painter.pick(colour_name), int(random.integers(*storeys, endpoint=True))
    height, x, back = floors * storey + 0.8, side * wall, side * (wall + 14)
    painter.begin(KIND_INDEX[style])
    at = ground.project
    painter.polygon([at(x, near, 0), at(back, near, 0), at(back, near, height), at(x, near, height)], shade(colour, 0.8))
    painter.polygon([at(x, near, 0), at(x, far, 0), at(x, far, height), at(x, near, height)], colour)
    if roof:
        tiles, ridge = painter.pick("brown"), side * (wall + 5)
        painter.polygon([at(x, near, height), at(x, far, height), at(ridge, far, height + roof * 2), at(ridge, near, height + roof * 2)], tiles)
        painter.polygon([at(x, near, height), at(ridge, near, height + roof * 2), at(back, near, height)], shade(colour, 0.7))
    if near > WINDOWS_SEEN:
        return
    glass = painter.pick("glass" if random.random() < 0.75 else "yellow")
    columns = max(2, int((far - near) / window))
    for floor in range(floors):
        low = 0.9 + floor * storey
        for column in range(columns):
            z0 = near + (column + 0.25) * (far - near) / columns
            z1 = z0 + 0.5 * (far - near) / columns
            corners = [at(x, z0, low), at(x, z1, low), at(x, z1, low + storey * 0.5), at(x, z0, low + storey * 0.5)]
            painter.polygon(corners, shade(glass, random.uniform(0.7, 1.25)), detail=True)


def facade(painter, style, left, top, right, bottom):
    """A building seen from the front, in pixels."""

    random, (colour_name, _, storey, window, _) = painter.random, STYLES[style]
    colour, glass = painter.pick(colour_name), painter.pick("glass" if random.random() < 0.75 else "yellow")
    painter.begin(KIND_INDEX[style])
    painter.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour)
    if style == "house":
        peak = ((left + right) / 2, top - 0.25 * (bottom - top))
        painter.polygon([(left - 1, top), peak, (right + 1, top)], painter.pick("brown"))
    columns, rows = max(2, int((right - left) / (4 * window))), max(2, int((bottom - top) / (4 * storey)))
    for x in numpy.linspace(left, right, columns, endpoint=False):
        for y in numpy.linspace(top, bottom, rows, endpoint=False):
            w, h = (right - left) / columns, (bottom - top) / rows
            corners = [(x + 0.25 * w, y + 0.25 * h), (x + 0.75 * w, y + 0.25 * h), (x + 0.75 * w, y + 0.75 * h), (x + 0.25 * w, y + 0.75 * h)]
            painter.polygon(corners, shade(glass, random.uniform(0.7, 1.25)), detail=True)
