"""What stands along a street: fences, poles, lamps and signs."""

import numpy

from painter import shade


def wooden_fence(s):
    wood = s.pick("wood", "white")
    for x in numpy.arange(0, 0.99, 0.1):
        top = 0.08 + s.between(0, 0.05)
        s.shape([(x, top + 0.1), (x + 0.04, top), (x + 0.08, top + 0.1), (x + 0.08, 1), (x, 1)], shade(wood, s.between(0.85, 1.1)))
    s.box(0, 0.34, 1, 0.46, shade(wood, 0.9))
    s.box(0, 0.7, 1, 0.82, shade(wood, 0.9))


def railing(s):
    grey = s.pick("grey")
    for x in (0.02, 0.26, 0.5, 0.74, 0.98):
        s.box(x - 0.02, 0.16, x + 0.02, 1, shade(grey, 0.75))
    s.box(0, 0.18, 1, 0.38, grey)
    s.box(0, 0.52, 1, 0.68, grey)


def utility_pole(s):
    s.box(0.1, 0, 0.9, 1, s.pick("grey", "brown", "black"))


def street_lamp(s):
    grey = s.pick("grey")
    s.box(0.04, 0.05, 0.26, 1, grey)
    s.box(0.04, 0.03, 0.9, 0.07, grey)
    s.disc(0.78, 0.08, 0.21, 0.03, s.pick("white"))


def _post(s):
    s.box(0.43, 0.3, 0.57, 1, s.pick("grey"))


def stop_sign(s):
    _post(s)
    angles = numpy.arange(8) * numpy.pi / 4 + numpy.pi / 8
    s.shape([(0.5 + 0.5 * numpy.cos(a), 0.19 + 0.18 * numpy.sin(a)) for a in angles], s.pick("red"))
    s.box(0.18, 0.15, 0.82, 0.23, s.pick("white"))


def warning_sign(s):
    _post(s)
    s.shape([(0.5, 0), (1, 0.36), (0, 0.36)], s.pick("red"))
    s.shape([(0.5, 0.1), (0.8, 0.31), (0.2, 0.31)], s.pick("white", "yellow"))


def direction_sign(s):
    _post(s)
    s.box(0, 0, 1, 0.38, s.pick("blue", "blue", "green"))
    white = s.pick("white")
    s.box(0.12, 0.08, 0.85, 0.15, white)
    s.box(0.12, 0.22, 0.6, 0.29, white)


DRAWINGS = {
    "wooden fence": wooden_fence, "railing": railing, "utility pole": utility_pole,
    "street lamp": street_lamp, "stop sign": stop_sign, "warning sign": warning_sign,
    "direction sign": direction_sign,
}  # fmt: skip
