"""Pedestrians."""


def man(s):
    shirt, trousers, skin, stride = s.pick("vivid"), s.pick("black", "vivid", "blue"), s.pick("skin"), s.between(0.02, 0.16)
    s.shape([(0.3, 0.52), (0.5, 0.52), (0.5 - stride, 1), (0.3 - stride, 1)], trousers)
    s.shape([(0.48, 0.52), (0.7, 0.52), (0.7 + stride, 1), (0.52 + stride, 1)], trousers)
    s.shape([(0.24, 0.2), (0.76, 0.2), (0.7, 0.57), (0.3, 0.57)], shirt)
    s.bar([(0.27, 0.23), (0.12, 0.52)], 0.06, shirt)
    s.bar([(0.73, 0.23), (0.88, 0.52)], 0.06, shirt)
    s.disc(0.5, 0.1, 0.2, 0.09, skin)
    s.disc(0.5, 0.055, 0.19, 0.045, s.pick("brown", "black"))


def woman(s):
    dress, skin, hair = s.pick("vivid"), s.pick("skin"), s.pick("brown", "black", "yellow")
    s.box(0.37, 0.72, 0.47, 1, skin)
    s.box(0.53, 0.72, 0.63, 1, skin)
    s.bar([(0.35, 0.23), (0.18, 0.5)], 0.045, skin)
    s.bar([(0.65, 0.23), (0.82, 0.5)], 0.045, skin)
    s.shape([(0.34, 0.2), (0.66, 0.2), (0.61, 0.43), (0.9, 0.79), (0.1, 0.79), (0.39, 0.43)], dress)
    s.disc(0.5, 0.13, 0.24, 0.13, hair)
    s.disc(0.5, 0.11, 0.15, 0.08, skin)


DRAWINGS = {"man": man, "woman": woman}
