"""What a camera adds to a drawing: soft focus, uneven light, exposure, colour cast and noise."""

import numpy
from PIL import Image, ImageFilter


def photograph(painter):
    """The painter's picture reduced to its size, uint8 [height, width, 3]."""
    random, size = painter.random, (painter.width, painter.height)
    picture = painter.picture
    if random.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.5)))
    light = numpy.asarray(picture.resize(size, Image.Resampling.BOX), numpy.float32) / 255

    uneven = Image.fromarray(random.normal(size=(5, 9)).astype(numpy.float32)).resize(size, Image.Resampling.BICUBIC)
    light *= 1 + 0.09 * numpy.asarray(uneven)[..., None]
    light *= random.uniform(0.7, 1.2) * (1 + 0.05 * random.normal(size=3).astype(numpy.float32))
    light = numpy.clip(light, 0, 1) ** random.uniform(0.78, 1.25)

    grain = random.standard_normal((*light.shape[:2], 1), numpy.float32) * random.uniform(0.01, 0.04)
    noise = random.standard_normal(light.shape, numpy.float32) * random.uniform(0.004, 0.022)
    light = light * (1 + grain) + noise
    return (numpy.clip(light, 0, 1) * 255).astype(numpy.uint8)
