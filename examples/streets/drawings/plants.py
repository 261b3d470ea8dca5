"""Trees, palms and hedges."""

import numpy

from painter import shade


def tree(s):
    s.box(0.45, 0.55, 0.56, 1, s.pick("brown"))
    green = s.pick("green")
    for _ in range(s.random.integers(6, 10)):
        tone = shade(green, s.between(0.75, 1.25))
        s.disc(s.between(0.25, 0.75), s.between(0.16, 0.5), s.between(0.16, 0.28), s.between(0.1, 0.17), tone)


def palm(s):
    lean = s.between(-0.04, 0.04)
    s.bar([(0.5, 1), (0.5 - lean, 0.6), (0.5, 0.22)], 0.045, s.pick("brown"))
    green = s.pick("green")
    for angle in numpy.linspace(0, 2 * numpy.pi, 10)[:-1] + s.between(0, 0.7):
        cos, sin = numpy.cos(angle), numpy.sin(angle)
        elbow, tip = (0.5 + 0.28 * cos, 0.17 + 0.09 * sin), (0.5 + 0.47 * cos, 0.27 + 0.15 * sin)
        s.bar([(0.5, 0.22), elbow, tip], 0.036, shade(green, s.between(0.8, 1.2)))


def hedge(s):
    green = s.pick("green")
    s.box(0.04, 0.4, 0.96, 1, green)
    for _ in range(11):
        tone = shade(green, s.between(0.75, 1.25))
        s.disc(s.between(0.1, 0.9), s.between(0.28, 0.85), s.between(0.07, 0.14), s.between(0.12, 0.22), tone)


DRAWINGS = {"tree": tree, "palm": palm, "hedge": hedge}
