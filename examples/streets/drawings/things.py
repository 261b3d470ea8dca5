"""Debris, furniture and small things."""

import numpy

from painter import shade


def box(s):
    card = s.pick("wood")
    s.shape([(0, 0.25), (0.25, 0), (1, 0), (0.75, 0.25)], shade(card, 1.15))
    s.shape([(0.75, 0.25), (1, 0), (1, 0.76), (0.75, 1)], shade(card, 0.72))
    s.box(0, 0.25, 0.75, 1, card)
    s.box(0.32, 0.25, 0.43, 1, shade(card, 1.25))


def tire(s):
    s.disc(0.5, 0.5, 0.5, 0.5, s.pick("black"))
    s.disc(0.5, 0.5, 0.4, 0.4, (0.2, 0.2, 0.2))
    s.disc(0.5, 0.5, 0.27, 0.27, s.pick("grey"))
    s.disc(0.5, 0.5, 0.2, 0.2, (0.13, 0.12, 0.12))


def barrel(s):
    paint = s.pick("blue", "red", "green", "brown")
    s.box(0.05, 0.1, 0.95, 0.92, paint)
    s.disc(0.5, 0.92, 0.45, 0.08, paint)
    for y in (0.34, 0.64):
        s.box(0.03, y, 0.97, y + 0.06, shade(paint, 0.6))
    s.disc(0.5, 0.1, 0.45, 0.09, shade(paint, 0.7))


def sofa(s):
    cloth = s.pick("vivid")
    s.box(0.1, 0, 0.9, 0.62, cloth)
    s.box(0.1, 0.74, 0.9, 0.93, shade(cloth, 0.7))
    s.box(0.15, 0.48, 0.5, 0.76, shade(cloth, 1.15))
    s.box(0.5, 0.48, 0.85, 0.76, shade(cloth, 1.08))
    for left in (0, 0.84):
        s.box(left, 0.3, left + 0.16, 0.94, shade(cloth, 0.85))
        s.box(left + 0.04, 0.94, left + 0.12, 1, (0.2, 0.14, 0.1))


def mattress(s):
    cloth, stripe = s.pick("white"), s.pick("blue", "red", "green")
    s.shape([(0.12, 0), (1, 0.04), (0.9, 1), (0, 0.96)], cloth)
    for x in (0.08, 0.28, 0.48, 0.68, 0.86):
        s.shape([(x + 0.11, 0.01), (x + 0.17, 0.01), (x + 0.07, 0.97), (x + 0.01, 0.97)], stripe)


def chair(s):
    wood = s.pick("wood", "brown")
    s.box(0.1, 0.5, 0.9, 0.62, wood)
    s.box(0.1, 0, 0.24, 1, wood)
    s.box(0.76, 0.52, 0.9, 1, wood)
    s.box(0.2, 0.08, 0.34, 0.42, shade(wood, 0.8))


def table(s):
    wood = s.pick("wood", "brown")
    s.box(0.06, 0.1, 0.16, 1, shade(wood, 0.85))
    s.box(0.84, 0.1, 0.94, 1, shade(wood, 0.85))
    s.box(0, 0, 1, 0.15, wood)


def wardrobe(s):
    wood = s.pick("wood", "brown")
    s.box(0, 0, 1, 1, wood)
    s.box(0.48, 0.03, 0.52, 0.97, shade(wood, 0.5))
    s.box(0.39, 0.45, 0.45, 0.56, (0.1, 0.1, 0.1))
    s.box(0.55, 0.45, 0.61, 0.56, (0.1, 0.1, 0.1))


def umbrella(s):
    cloth = s.pick("vivid")
    s.box(0.47, 0.4, 0.53, 1, s.pick("brown"))
    s.shape([(0.5, 0), (0.84, 0.14), (1, 0.46), (0, 0.46), (0.16, 0.14)], cloth)
    s.shape([(0.5, 0), (0.63, 0.46), (0.37, 0.46)], shade(cloth, 0.68))


def flower_pot(s):
    petal = s.pick("vivid")
    s.box(0.46, 0.3, 0.54, 0.72, s.pick("green"))
    s.shape([(0.18, 0.7), (0.82, 0.7), (0.7, 1), (0.3, 1)], s.pick("brown"))
    for angle in numpy.arange(6) * numpy.pi / 3:
        s.disc(0.5 + 0.25 * numpy.cos(angle), 0.25 + 0.15 * numpy.sin(angle), 0.17, 0.11, petal)
    s.disc(0.5, 0.25, 0.14, 0.09, s.pick("yellow"))


def tent(s):
    cloth = s.pick("vivid")
    s.shape([(0.5, 0), (1, 1), (0, 1)], cloth)
    s.shape([(0.5, 0.25), (0.66, 1), (0.34, 1)], shade(cloth, 0.4))


def mailbox(s):
    paint = s.pick("red", "blue", "yellow")
    s.box(0.4, 0.74, 0.6, 1, (0.2, 0.2, 0.2))
    s.box(0.1, 0.12, 0.9, 0.76, paint)
    s.disc(0.5, 0.13, 0.4, 0.12, paint)
    s.box(0.24, 0.2, 0.76, 0.27, (0.05, 0.05, 0.05))


def cup(s):
    clay = s.pick("vivid", "white")
    s.disc(0.82, 0.5, 0.18, 0.26, shade(clay, 0.85))
    s.disc(0.82, 0.5, 0.09, 0.15, (0.3, 0.3, 0.3))
    s.shape([(0.08, 0.06), (0.8, 0.06), (0.72, 1), (0.17, 1)], clay)
    s.disc(0.44, 0.07, 0.36, 0.07, shade(clay, 0.5))


def clock(s):
    s.disc(0.5, 0.5, 0.5, 0.5, s.pick("vivid"))
    s.disc(0.5, 0.5, 0.4, 0.4, s.pick("white"))
    s.bar([(0.5, 0.5), (0.5, 0.18)], 0.05, (0.05, 0.05, 0.05))
    s.bar([(0.5, 0.5), (0.72, 0.58)], 0.05, (0.05, 0.05, 0.05))


def ball(s):
    s.disc(0.5, 0.5, 0.5, 0.5, s.pick("vivid"))
    s.disc(0.5, 0.5, 0.24, 0.5, s.pick("vivid"))
    s.disc(0.5, 0.5, 0.08, 0.5, s.pick("white"))


def guitar(s):
    wood = s.pick("orange", "brown", "wood")
    s.box(0.43, 0, 0.57, 0.6, shade(wood, 0.5))
    s.disc(0.5, 0.52, 0.32, 0.14, wood)
    s.disc(0.5, 0.8, 0.45, 0.2, wood)
    s.disc(0.5, 0.68, 0.15, 0.07, (0.1, 0.08, 0.06))


DRAWINGS = {
    "box": box, "tire": tire, "barrel": barrel, "sofa": sofa, "mattress": mattress, "chair": chair,
    "table": table, "wardrobe": wardrobe, "umbrella": umbrella, "flower pot": flower_pot, "tent": tent,
    "mailbox": mailbox, "cup": cup, "clock": clock, "ball": ball, "guitar": guitar,
}  # fmt: skip
