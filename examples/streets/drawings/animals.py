"""Animals, most of them one four-legged figure in proportions of their own."""

from painter import shade


def _four_legs(s, coat, muzzle, leg, body=0.22, tail=True):
    """`muzzle`: height of the head; `leg`: width of a leg."""
    for x in (0.27, 0.39, 0.71, 0.83):
        s.box(x - leg / 2, 0.5, x + leg / 2, 1, shade(coat, 0.85))
    s.disc(0.55, 0.43, 0.34, body, coat)
    s.shape([(0.24, 0.54), (0.34, 0.32), (0.2, muzzle - 0.1), (0.08, muzzle + 0.02)], coat)
    s.disc(0.12, muzzle - 0.03, 0.12, 0.1, coat)
    if tail:
        s.bar([(0.88, 0.36), (0.97, 0.68)], 0.045, coat)


def cow(s):
    _four_legs(s, s.pick("white", "brown"), 0.3, 0.1, 0.25)
    patch = s.pick("black")
    for _ in range(4):
        s.disc(s.between(0.34, 0.78), s.between(0.32, 0.55), s.between(0.05, 0.1), s.between(0.05, 0.1), patch)
    s.bar([(0.1, 0.22), (0.06, 0.12)], 0.04, s.pick("white"))


def horse(s):
    _four_legs(s, s.pick("brown"), 0.14, 0.08, 0.2)
    mane = s.pick("black")
    s.bar([(0.32, 0.32), (0.22, 0.05)], 0.07, mane)
    s.bar([(0.88, 0.35), (0.96, 0.75)], 0.08, mane)


def dog(s):
    coat = s.pick("brown", "black", "wood")
    _four_legs(s, coat, 0.26, 0.09, 0.17, tail=False)
    s.bar([(0.86, 0.36), (0.98, 0.06)], 0.07, coat)
    s.disc(0.2, 0.24, 0.05, 0.12, shade(coat, 0.6))


def cat(s):
    coat = s.pick("grey", "orange")
    _four_legs(s, coat, 0.3, 0.07, 0.17, tail=False)
    s.bar([(0.85, 0.4), (0.96, 0.06), (1, 0.12)], 0.06, coat)
    s.shape([(0.03, 0.24), (0.05, 0.06), (0.12, 0.2)], coat)
    s.shape([(0.14, 0.2), (0.2, 0.06), (0.22, 0.24)], coat)


def sheep(s):
    for x in (0.3, 0.42, 0.68, 0.8):
        s.box(x - 0.03, 0.6, x + 0.03, 1, s.pick("black"))
    for _ in range(10):
        s.disc(s.between(0.35, 0.8), s.between(0.3, 0.56), 0.14, 0.17, s.pick("white"))
    s.disc(0.14, 0.36, 0.12, 0.14, s.pick("black"))


def elephant(s):
    coat = s.pick("grey")
    _four_legs(s, coat, 0.36, 0.17, 0.3)
    s.bar([(0.05, 0.36), (0.03, 0.85)], 0.1, coat)
    s.disc(0.25, 0.36, 0.1, 0.16, shade(coat, 0.8))


def bird(s):
    plumage = s.pick("vivid")
    s.bar([(0.45, 0.7), (0.45, 1)], 0.05, s.pick("yellow"))
    s.bar([(0.58, 0.7), (0.58, 1)], 0.05, s.pick("yellow"))
    s.shape([(0.74, 0.5), (1, 0.34), (0.95, 0.66)], plumage)
    s.disc(0.5, 0.5, 0.3, 0.25, plumage)
    s.disc(0.2, 0.28, 0.14, 0.17, plumage)
    s.shape([(0.1, 0.22), (0, 0.32), (0.1, 0.37)], s.pick("yellow"))


DRAWINGS = {"cow": cow, "horse": horse, "dog": dog, "cat": cat, "sheep": sheep, "elephant": elephant, "bird": bird}
