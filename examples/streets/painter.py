"""Draws shapes into a picture and, with the same calls, into a map of instance ids.

Everything is drawn `SCALE` times larger and reduced at the end, for soft edges in the picture. The id
map is exact: whatever covers a sample of the picture covers the same sample of the map.
"""

import colorsys

import numpy
from PIL import Image, ImageDraw

SCALE = 2

# name of a colour: ranges of hue, saturation and value
PALETTE = {
    "vivid": ((0, 1), (0.4, 0.95), (0.4, 1)),
    "paint": ((0, 1), (0, 0.9), (0.2, 0.95)),
    "glass": ((0.5, 0.64), (0.1, 0.5), (0.12, 0.5)),
    "black": ((0, 1), (0, 0.1), (0.04, 0.17)),
    "grey": ((0.5, 0.7), (0, 0.1), (0.28, 0.7)),
    "white": ((0.1, 0.2), (0, 0.14), (0.8, 1)),
    "brown": ((0.04, 0.1), (0.4, 0.8), (0.25, 0.62)),
    "wood": ((0.07, 0.12), (0.3, 0.65), (0.42, 0.8)),
    "green": ((0.22, 0.39), (0.4, 0.9), (0.2, 0.6)),
    "skin": ((0.05, 0.09), (0.25, 0.65), (0.35, 0.9)),
    "red": ((0.97, 1.02), (0.75, 0.95), (0.6, 0.95)),
    "yellow": ((0.11, 0.16), (0.7, 1), (0.75, 1)),
    "blue": ((0.58, 0.64), (0.6, 0.95), (0.4, 0.8)),
    "orange": ((0.05, 0.08), (0.8, 0.95), (0.8, 1)),
    "asphalt": ((0.55, 0.7), (0, 0.08), (0.2, 0.42)),
    "paving": ((0.06, 0.14), (0, 0.16), (0.48, 0.76)),
    "sky": ((0.52, 0.62), (0.05, 0.6), (0.62, 1)),
    "brick": ((0.0, 0.12), (0.2, 0.6), (0.32, 0.8)),
    "concrete": ((0.5, 0.7), (0, 0.28), (0.36, 0.85)),
}


def shade(colour, factor):
    return tuple(channel * factor for channel in colour)


class Painter:
    """A picture of `width` by `height` pixels with its id map. With `flat`, each shape is filled with
    the colour (id, id, id), so that a test can compare the picture with the map."""

    def __init__(self, random, width, height, flat=False):
        self.random, self.width, self.height, self.flat = random, width, height, flat
        size = (width * SCALE, height * SCALE)
        self.picture, self.ids = Image.new("RGB", size), Image.new("L", size, 0)
        self._on_picture, self._on_ids = ImageDraw.Draw(self.picture), ImageDraw.Draw(self.ids)
        self.kinds = []  # kind index of instance 1, 2, …
        self.instance = 0  # what the next shapes belong to; 0 is nothing

    def begin(self, kind_index):
        """The shapes that follow are a new instance of the kind."""
        if len(self.kinds) == 254:
            raise ValueError("a picture holds at most 254 instances")
        self.kinds.append(kind_index)
        self.instance = len(self.kinds)

    def resume(self, instance):
        self.instance = instance

    def pick(self, name):
        """A random colour of the palette's entry, red, green and blue from 0 to 1."""
        hue, saturation, value = (self.random.uniform(*bounds) for bounds in PALETTE[name])
        return colorsys.hsv_to_rgb(hue % 1, saturation, value)

    def polygon(self, points, colour, detail=False):
        """With `detail`, only the picture is drawn: for windows and marks that stay inside what the
        instance has covered already."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._on_picture.polygon(scaled, fill=self._fill(colour))
        if not detail:
            self._on_ids.polygon(scaled, fill=self.instance)

    def ellipse(self, left, top, right, bottom, colour):
        box = [left * SCALE, top * SCALE, max(left, right) * SCALE, max(top, bottom) * SCALE]
        self._on_picture.ellipse(box, fill=self._fill(colour))
        self._on_ids.ellipse(box, fill=self.instance)

    def shadow(self, left, top, right, bottom, colour):
        """An ellipse on the current instance only: what else lies under it stays unshaded."""
        left, top = int(left * SCALE), int(top * SCALE)
        right, bottom = max(left + 1, int(right * SCALE)), max(top + 1, int(bottom * SCALE))
        where = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(where).ellipse([0, 0, right - left - 1, bottom - top - 1], fill=255)
        below = numpy.asarray(self.ids.crop((left, top, right, bottom)))
        covered = numpy.where(below == self.instance, numpy.asarray(where), 0).astype(numpy.uint8)
        self.picture.paste(self._fill(colour), (left, top), Image.fromarray(covered))

    def line(self, points, width, colour):
        scaled, width = [(x * SCALE, y * SCALE) for x, y in points], max(1, round(width * SCALE))
        self._on_picture.line(scaled, fill=self._fill(colour), width=width)
        self._on_ids.line(scaled, fill=self.instance, width=width)

    def instance_map(self):
        """uint8 [height, width]: the id at the upper left of each pixel's samples."""
        return numpy.asarray(self.ids)[::SCALE, ::SCALE].copy()

    def kind_samples(self):
        """uint8 [height, width, SCALE²]: the kind index (255: none) of each sample of each pixel."""
        table = numpy.array([255, *self.kinds], numpy.uint8)
        samples = table[numpy.asarray(self.ids)]
        blocks = samples.reshape(self.height, SCALE, self.width, SCALE)
        return blocks.swapaxes(1, 2).reshape(self.height, self.width, SCALE * SCALE)

    def _fill(self, colour):
        if self.flat:
            return (self.instance,) * 3
        return tuple(int(min(1.0, max(0.0, channel)) * 255) for channel in colour)


class Sketch:
    """One object in a unit box: x from 0 (left) to 1, y from 0 (top) to 1 (ground). The box is
    mirrored, sheared, narrowed as if turned away, and its corners tremble, all at random."""

    def __init__(self, painter, kind, x, ground, height):
        random = painter.random
        self.painter, self.random, self.height = painter, random, height
        aspect, self.turn = kind.aspect * numpy.exp(random.normal() * 0.07), 1.0
        if kind.aspect > 1.2:  # long things are also seen at an angle
            self.turn = random.uniform(0.74, 1.0)
            aspect *= self.turn
        self.width = height * aspect
        self.left, self.top = x - self.width / 2, ground - height
        self.mirrored = random.random() < 0.5
        self.shear = random.normal() * 0.03

    def pick(self, *names):
        return self.painter.pick(names[self.random.integers(len(names))])

    def between(self, low, high):
        return self.random.uniform(low, high)

    def place(self, x, y):
        x = 1 - x if self.mirrored else x
        x, y = x + self.random.normal() * 0.007, y + self.random.normal() * 0.007
        return self.left + x * self.width + self.shear * (1 - y) * self.height, self.top + y * self.height

    def shape(self, points, colour):
        self.painter.polygon([self.place(*point) for point in points], colour)

    def box(self, left, top, right, bottom, colour):
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def disc(self, x, y, radius_x, radius_y, colour):
        x, y = self.place(x, y)
        radius_x, radius_y = radius_x * self.width, radius_y * self.height
        self.painter.ellipse(x - radius_x, y - radius_y, x + radius_x, y + radius_y, colour)

    def bar(self, points, width, colour):
        """A line of a width given as a share of the height."""
        self.painter.line([self.place(*point) for point in points], width * self.height, colour)

    def wheel(self, x, radius, rim="grey", share=0.48, rise=0.0):
        """A wheel that stands on the ground, or `rise` above it; radius as a share of the height."""
        narrow = radius * self.height / self.width * self.turn
        self.disc(x, 1 - radius - rise, narrow, radius, (0.06, 0.06, 0.07))
        self.disc(x, 1 - radius - rise, narrow * share, radius * share, self.pick(rim))
