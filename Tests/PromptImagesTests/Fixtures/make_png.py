"""Writes png.json: small PNG files of every kind, as hexadecimal, with the 8-bit colours they stand for.

Run again rather than editing the fixture. Python's standard library alone: the files are put together here
chunk by chunk (PNG specification, third edition), and the expected colours come from the numbers that went
in, not from a decoder. Transparent pixels are laid over white in linear light.
"""
import json
import pathlib
import struct
import zlib

GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, COLOUR: 3, PALETTE: 1, GREY_ALPHA: 2, COLOUR_ALPHA: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rows(pixels, depth):
    """Scan lines, filter 0 before each."""
    data = b""
    for row in pixels:
        bits = "".join(format(value, f"0{depth}b") for pixel in row for value in pixel)
        bits += "0" * (-len(bits) % 8)
        data += b"\0" + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return data


def png(pixels, kind, depth, extra=b"", interlaced=False):
    height, width = len(pixels), len(pixels[0])
    data = b""
    if interlaced:
        for x0, y0, dx, dy in PASSES:
            part = [row[x0::dx] for row in pixels[y0::dy]]
            if part and part[0]:
                data += rows(part, depth)
    else:
        data = rows(pixels, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


def linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def encoded(value):
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def colour(pixel, kind, depth, palette, alphas):
    largest = 2 ** depth - 1
    if kind == PALETTE:
        values, alpha = [v / 255 for v in palette[pixel[0]]], (alphas + [255] * 256)[pixel[0]] / 255
    else:
        scaled = [v / largest for v in pixel]
        alpha = scaled.pop() if kind in (GREY_ALPHA, COLOUR_ALPHA) else 1
        values = scaled * 3 if len(scaled) == 1 else scaled
    return [round(255 * encoded(alpha * linear(v) + 1 - alpha)) for v in values]


def pattern(width, height, kind, depth, limit=None):
    largest = limit or 2 ** depth
    return [[[(x * 7919 + y * 104729 + c * 1299709 + x * y * 31) % largest for c in range(CHANNELS[kind])]
             for x in range(width)] for y in range(height)]


cases = []


def case(name, width, height, kind, depth, interlaced=False, palette=None, alphas=()):
    pixels = pattern(width, height, kind, depth, len(palette) if palette else None)
    extra = b""
    if palette:
        extra += chunk(b"PLTE", bytes(v for entry in palette for v in entry))
    if alphas:
        extra += chunk(b"tRNS", bytes(alphas))
    expected = [colour(pixel, kind, depth, palette, list(alphas)) for row in pixels for pixel in row]
    cases.append({
        "name": name, "width": width, "height": height,
        "transparent": kind in (GREY_ALPHA, COLOUR_ALPHA) or bool(alphas),
        "png": png(pixels, kind, depth, extra, interlaced).hex(),
        "colours": bytes(v for pixel in expected for v in pixel).hex(),
    })


for depth in (1, 2, 4, 8, 16):
    case(f"grey of {depth} bits", 13, 5, GREY, depth)
for depth in (8, 16):
    case(f"colour of {depth} bits", 7, 6, COLOUR, depth)
    case(f"grey and alpha of {depth} bits", 7, 6, GREY_ALPHA, depth)
    case(f"colour and alpha of {depth} bits", 7, 6, COLOUR_ALPHA, depth)
PALETTE_COLOURS = [(0, 0, 0), (255, 0, 0), (0, 200, 7), (12, 34, 56), (255, 255, 255)]
case("a palette", 9, 4, PALETTE, 4, palette=PALETTE_COLOURS)
case("a palette with transparency", 9, 4, PALETTE, 8, palette=PALETTE_COLOURS, alphas=(0, 255, 128))
case("interlaced colour", 19, 11, COLOUR, 8, interlaced=True)
case("interlaced grey of 1 bit", 9, 9, GREY, 1, interlaced=True)
case("one pixel", 1, 1, COLOUR, 8)

lines = ",\n".join(json.dumps(each) for each in cases)
pathlib.Path(__file__).with_name("png.json").write_text("[\n" + lines + "\n]\n")
