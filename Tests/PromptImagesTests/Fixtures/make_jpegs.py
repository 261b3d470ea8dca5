"""Makes small JPEG files and what Pillow reads from them.

    pip install Pillow==11.3.0 numpy==2.2.6
    python make_jpegs.py

`NAME.jpg` is the file; `NAME.rgb` the upright pixels, three bytes each, row-major; the size stands in
`JPEGTests.swift`.
"""

import io
import pathlib

import numpy as np
from PIL import Image, ImageOps

here = pathlib.Path(__file__).parent
y, x = np.meshgrid(np.arange(18), np.arange(25), indexing="ij")
picture = np.stack([x * 10, y * 14, (x - y) * 5 + 100], -1).clip(0, 255).astype(np.uint8)
image = Image.fromarray(picture)


def save(name, image, orientation=None, **options):
    exif = Image.Exif()
    if orientation:
        exif[0x0110] = "a camera"
        exif[0x0112] = orientation
    image.save(here / f"{name}.jpg", "JPEG", exif=exif, **options)
    with Image.open(here / f"{name}.jpg") as read:
        if read.mode != "CMYK":
            (here / f"{name}.rgb").write_bytes(ImageOps.exif_transpose(read).convert("RGB").tobytes())


save("plain", image, quality=90, subsampling="4:4:4")
save("subsampled", image, quality=80, subsampling="4:2:0")
save("progressive", image, quality=80, progressive=True)
save("grey", image.convert("L"), quality=90)
save("cmyk", image.convert("CMYK"), quality=80)
for orientation in range(2, 9):
    save(f"turned{orientation}", image.crop((0, 0, 11, 7)), orientation, quality=90)
