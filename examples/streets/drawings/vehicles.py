"""Vehicles: those of the street, those near to them, and three of the wide vocabulary."""

import numpy

from painter import shade

RUBBER = (0.07, 0.07, 0.08)
DARK = (0.2, 0.2, 0.21)


def sedan(s):
    paint, glass = s.pick("paint"), s.pick("glass")
    s.shape([(0, 0.52), (0.17, 0.43), (0.31, 0.05), (0.69, 0.05), (0.84, 0.43), (1, 0.52), (1, 0.84), (0, 0.84)], paint)
    s.shape([(0.24, 0.43), (0.34, 0.13), (0.49, 0.13), (0.49, 0.43)], glass)
    s.shape([(0.53, 0.43), (0.53, 0.13), (0.67, 0.13), (0.77, 0.43)], glass)
    s.box(0, 0.55, 0.05, 0.65, s.pick("yellow"))
    s.box(0.95, 0.55, 1, 0.65, s.pick("red"))
    s.wheel(0.2, 0.19)
    s.wheel(0.8, 0.19)


def van(s):
    paint, glass = s.pick("paint"), s.pick("glass")
    s.shape([(0, 0.56), (0.08, 0.5), (0.22, 0.03), (0.97, 0), (1, 0.87), (0, 0.87)], paint)
    s.shape([(0.13, 0.48), (0.25, 0.1), (0.37, 0.1), (0.37, 0.48)], glass)
    s.box(0.42, 0.1, 0.62, 0.48, glass)
    s.box(0.67, 0.1, 0.93, 0.48, glass)
    s.box(0, 0.58, 0.05, 0.68, s.pick("yellow"))
    s.wheel(0.2, 0.15)
    s.wheel(0.8, 0.15)


def _cab(s, paint, top, right):
    s.shape([(0, 0.48), (0.04, top), (right, top), (right, 0.89), (0, 0.89)], paint)
    s.shape([(0.03, 0.5), (0.065, top + 0.06), (right - 0.05, top + 0.06), (right - 0.05, 0.5)], s.pick("glass"))


def lorry(s):
    load = s.pick("white", "vivid", "vivid")
    s.box(0.18, 0.82, 0.98, 0.9, RUBBER)
    _cab(s, s.pick("vivid"), 0.25, 0.22)
    s.box(0.25, 0, 1, 0.83, load)
    s.box(0.25, 0.36, 1, 0.48, shade(load, 0.85))
    for x in (0.12, 0.7, 0.87):
        s.wheel(x, 0.13)


def pickup(s):
    paint = s.pick("paint")
    s.shape([(0, 0.52), (0.18, 0.43), (0.26, 0.05), (0.53, 0.05), (0.55, 0.46), (0.98, 0.46), (1, 0.83), (0, 0.83)], paint)
    s.shape([(0.23, 0.43), (0.3, 0.14), (0.48, 0.14), (0.49, 0.43)], s.pick("glass"))
    s.box(0.57, 0.46, 0.97, 0.53, shade(paint, 0.5))
    s.wheel(0.2, 0.2)
    s.wheel(0.8, 0.2)


def tanker(s):
    tank = s.pick("grey", "white")
    s.box(0.18, 0.76, 0.98, 0.87, RUBBER)
    _cab(s, s.pick("vivid"), 0.22, 0.2)
    s.disc(0.61, 0.45, 0.39, 0.34, tank)
    s.box(0.28, 0.4, 0.95, 0.46, shade(tank, 0.72))
    s.box(0.56, 0.04, 0.68, 0.14, shade(tank, 0.8))
    for x in (0.11, 0.7, 0.87):
        s.wheel(x, 0.12)


def bus(s):
    glass = s.pick("glass")
    s.box(0, 0, 1, 0.88, s.pick("vivid"))
    for x in numpy.arange(0.03, 0.95, 0.16):
        s.box(x, 0.13, x + 0.13, 0.46, glass)
    s.box(0, 0.6, 1, 0.67, s.pick("white"))
    s.wheel(0.2, 0.14)
    s.wheel(0.78, 0.14)


def double_decker(s):
    glass = s.pick("glass")
    s.box(0, 0, 1, 0.92, s.pick("red", "vivid"))
    for y in (0.08, 0.46):
        for x in numpy.arange(0.04, 0.95, 0.19):
            s.box(x, y, x + 0.15, y + 0.2, glass)
    s.wheel(0.2, 0.1)
    s.wheel(0.78, 0.1)


def bicycle(s):
    frame = s.pick("vivid")
    for x in (0.2, 0.8):
        s.wheel(x, 0.32, "grey", 0.8)
        s.bar([(x - 0.15, 0.68), (x + 0.15, 0.68)], 0.03, RUBBER)
        s.bar([(x, 0.42), (x, 0.94)], 0.03, RUBBER)
    s.bar([(0.2, 0.68), (0.4, 0.3), (0.69, 0.3), (0.5, 0.7), (0.2, 0.68)], 0.08, frame)
    s.bar([(0.4, 0.3), (0.5, 0.7)], 0.08, frame)
    s.bar([(0.8, 0.68), (0.68, 0.1), (0.58, 0.08)], 0.08, frame)
    s.box(0.31, 0.2, 0.48, 0.28, RUBBER)


def caravan(s):
    body = s.pick("white", "white", "vivid")
    s.bar([(0.14, 0.84), (0, 0.89)], 0.05, DARK)
    s.shape([(0.11, 0.14), (0.2, 0), (0.9, 0), (1, 0.22), (0.98, 0.84), (0.14, 0.84)], body)
    s.box(0.14, 0.55, 0.98, 0.66, s.pick("vivid"))
    s.box(0.23, 0.18, 0.47, 0.44, s.pick("glass"))
    s.box(0.56, 0.19, 0.71, 0.81, shade(body, 0.8))
    s.box(0.78, 0.18, 0.93, 0.4, s.pick("glass"))
    s.wheel(0.5, 0.15)


def trailer(s):
    side = s.pick("wood", "grey")
    s.bar([(0.16, 0.75), (0, 0.81)], 0.06, DARK)
    s.box(0.14, 0.15, 1, 0.7, side)
    for x in (0.14, 0.32, 0.52, 0.72, 0.96):
        s.box(x, 0.12, x + 0.03, 0.7, shade(side, 0.55))
    s.box(0.14, 0.7, 1, 0.77, DARK)
    s.wheel(0.5, 0.2)
    s.wheel(0.7, 0.2)


def tractor(s):
    paint = s.pick("red", "green", "yellow", "blue")
    s.bar([(0.22, 0.45), (0.22, 0.12)], 0.04, RUBBER)
    s.box(0.04, 0.42, 0.52, 0.74, paint)
    s.box(0.04, 0.48, 0.12, 0.68, shade(paint, 0.45))
    s.box(0.55, 0.1, 0.85, 0.5, s.pick("glass"))
    s.box(0.5, 0.04, 0.9, 0.12, paint)
    s.box(0.48, 0.46, 0.92, 0.72, paint)
    s.wheel(0.19, 0.19, "yellow")
    s.wheel(0.73, 0.34, "yellow", 0.42)


def excavator(s):
    paint = s.pick("yellow", "orange")
    s.box(0.32, 0.8, 1, 1, RUBBER)
    s.box(0.38, 0.86, 0.94, 0.94, s.pick("grey"))
    s.box(0.4, 0.5, 0.98, 0.8, paint)
    s.box(0.42, 0.2, 0.66, 0.54, paint)
    s.box(0.46, 0.25, 0.62, 0.48, s.pick("glass"))
    s.bar([(0.5, 0.6), (0.28, 0.06), (0.1, 0.5)], 0.08, shade(paint, 0.85))
    s.shape([(0.02, 0.48), (0.2, 0.5), (0.22, 0.72), (0.06, 0.8)], DARK)


def scooter(s):
    paint = s.pick("vivid")
    s.shape([(0.14, 0.72), (0.22, 0.28), (0.31, 0.28), (0.3, 0.76), (0.5, 0.76), (0.56, 0.46), (0.96, 0.46), (0.92, 0.8), (0.18, 0.84)], paint)
    s.box(0.54, 0.36, 0.92, 0.47, RUBBER)
    s.bar([(0.26, 0.34), (0.31, 0.08), (0.41, 0.05)], 0.06, DARK)
    s.disc(0.22, 0.3, 0.07, 0.07, s.pick("white"))
    s.wheel(0.17, 0.19)
    s.wheel(0.83, 0.19)


def rickshaw(s):
    body, hood = s.pick("green", "yellow", "blue"), s.pick("black", "yellow")
    s.shape([(0.05, 0.6), (0.3, 0.5), (1, 0.5), (1, 0.84), (0.1, 0.84)], body)
    s.box(0.34, 0.18, 0.96, 0.52, DARK)
    s.shape([(0.2, 0.16), (0.32, 0), (0.98, 0.02), (1, 0.52), (0.9, 0.52), (0.88, 0.2), (0.2, 0.2)], hood)
    s.bar([(0.22, 0.18), (0.12, 0.6)], 0.05, hood)
    s.box(0.55, 0.4, 0.86, 0.56, s.pick("red"))
    s.wheel(0.16, 0.17)
    s.wheel(0.8, 0.17)


def boat(s):
    s.bar([(0.5, 0.02), (0.5, 0.72)], 0.04, s.pick("brown"))
    s.shape([(0.54, 0.05), (0.54, 0.62), (0.92, 0.62)], s.pick("white", "red"))
    s.shape([(0.46, 0.1), (0.46, 0.62), (0.14, 0.62)], s.pick("white"))
    s.shape([(0, 0.7), (1, 0.7), (0.84, 1), (0.16, 1)], s.pick("vivid"))


def airplane(s):
    body = s.pick("white", "grey")
    s.shape([(0.86, 0.52), (0.96, 0.08), (1, 0.08), (0.98, 0.56)], s.pick("vivid"))
    s.disc(0.5, 0.56, 0.49, 0.14, body)
    s.shape([(0.44, 0.54), (0.6, 0.54), (0.82, 1), (0.68, 1)], shade(body, 0.78))
    s.box(0.16, 0.5, 0.76, 0.55, s.pick("glass"))


def train(s):
    s.bar([(0.48, 0.12), (0.58, 0.02), (0.68, 0.12)], 0.03, DARK)
    s.shape([(0, 0.9), (0.02, 0.42), (0.12, 0.1), (1, 0.1), (1, 0.9)], s.pick("vivid"))
    s.shape([(0.05, 0.42), (0.12, 0.2), (0.16, 0.2), (0.16, 0.42)], s.pick("glass"))
    for x in numpy.arange(0.22, 0.95, 0.11):
        s.box(x, 0.24, x + 0.06, 0.45, s.pick("glass"))
    s.box(0, 0.6, 1, 0.72, s.pick("yellow", "white"))
    s.box(0, 0.9, 1, 1, RUBBER)


DRAWINGS = {
    "sedan": sedan, "van": van, "lorry": lorry, "pickup": pickup, "tanker": tanker, "bus": bus,
    "double-decker": double_decker, "bicycle": bicycle, "caravan": caravan, "trailer": trailer,
    "tractor": tractor, "excavator": excavator, "scooter": scooter, "rickshaw": rickshaw,
    "boat": boat, "airplane": airplane, "train": train,
}  # fmt: skip
