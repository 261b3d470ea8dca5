"""The network: an encoder that is locked to the text space and then frozen, and a decoder of masks.

Sizes for a picture of 128 × 256 pixels. Channels are small on purpose: the whole is 1.5 million numbers.
"""

import numpy
import torch
from torch import nn
from torch.nn import functional

SPACE = 384  # dimension of the text space
FINE, FEATURES = 24, 64  # channels at stride 2 and of the features that are pooled, at stride 4
COARSE = 112  # channels at stride 16
GRID = (8, 16)  # one query for each cell of 16 × 16 pixels …
REGIONS = [
    "road", "sidewalk", "house", "office", "sky", "grass", "tree", "palm", "hedge", "wooden fence", "railing",
    "utility pole", "street lamp", "stop sign", "warning sign", "direction sign",
]  # fmt: skip  … and one for all of a picture's instances of each of these
QUERIES = GRID[0] * GRID[1] + len(REGIONS)


def convolution(inputs, outputs, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return functional.relu(x + self.second(self.first(x)))


def stage(inputs, outputs):
    return nn.Sequential(convolution(inputs, outputs, 2), Residual(outputs), Residual(outputs))


class Encoder(nn.Module):
    """Pictures [B, 3, H, W] to features at strides 2, 16 and 4; `head` takes the last into the text space."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(convolution(3, FINE, 2), convolution(FINE, FINE))
        self.stage4, self.stage8, self.stage16 = stage(FINE, 48), stage(48, 96), stage(96, COARSE)
        self.lateral4, self.lateral8 = nn.Conv2d(48, FEATURES, 1), nn.Conv2d(96, FEATURES, 1)
        self.lateral16 = nn.Conv2d(COARSE, FEATURES, 1)
        self.smooth = convolution(FEATURES, FEATURES)
        self.head = nn.Linear(FEATURES, SPACE, bias=False)

    def forward(self, pictures):
        fine = self.stem(pictures)
        at4 = self.stage4(fine)
        at8 = self.stage8(at4)
        coarse = self.stage16(at8)
        features = self.lateral8(at8) + functional.interpolate(self.lateral16(coarse), scale_factor=2.0, mode="nearest")
        features = self.lateral4(at4) + functional.interpolate(features, scale_factor=2.0, mode="nearest")
        return fine, coarse, features + self.smooth(features)


def coordinates(height, width):
    """[1, 2, height, width]: y and x of the centres, from -1 to 1."""
    y = (torch.arange(height) + 0.5) / height * 2 - 1
    x = (torch.arange(width) + 0.5) / width * 2 - 1
    return torch.stack(torch.meshgrid(y, x, indexing="ij"))[None]


class Decoder(nn.Module):
    """Pictures and the frozen encoder's features to mask logits [B, QUERIES, H, W].

    A query's logit at a pixel is kernel · pixel features + bias; that of a grid query has a window too,
    a paraboloid about a centre near its cell. Masks are as fine as the picture: poles and limbs are two
    pixels wide. The features of a block of 2 × 2 pixels are made together, from the block's own colours
    too, which costs as little as convolutions at stride 2.
    """

    def __init__(self, height=128, width=256, channels=32, hidden=64, block=48):
        super().__init__()
        self.size, self.channels = (height, width), channels
        self.refine = nn.Sequential(convolution(FEATURES + 2, hidden), convolution(hidden, hidden))
        self.reduce, self.lateral = nn.Conv2d(hidden, block, 1), nn.Conv2d(FINE, block, 1)
        self.colours = nn.Conv2d(3, block, 6, 2, 2)
        self.block = nn.Sequential(convolution(block, block), convolution(block, block))
        self.pixel = nn.Conv2d(block, channels * 2 * 2, 1)  # of the block's pixels, as nn.PixelShuffle orders them
        self.cells = nn.Sequential(
            convolution(hidden + COARSE + 2, hidden), convolution(hidden, hidden), convolution(hidden, hidden)
        )
        self.cell_query = nn.Conv2d(hidden, channels + 5, 1)  # kernel, bias, centre (2), narrowness (2)
        self.region_kernel = nn.Parameter(torch.randn(len(REGIONS), channels) * 0.1)
        self.region_bias = nn.Parameter(torch.zeros(len(REGIONS)))
        self.region_context = nn.Linear(hidden, len(REGIONS) * channels)
        nn.init.zeros_(self.region_context.weight)
        nn.init.zeros_(self.region_context.bias)
        nn.init.normal_(self.cell_query.weight, std=0.01)
        nn.init.zeros_(self.cell_query.bias)
        # The trained head is for comparison only: it sees the decoder's features and street classes alone.
        self.trained_head = nn.Sequential(nn.Linear(hidden + FEATURES, 128), nn.ReLU(), nn.Linear(128, SPACE))
        self.register_buffer("at4", coordinates(height // 4, width // 4))
        self.register_buffer("at16", coordinates(*GRID))
        y, x = (((torch.arange(size) + 0.5) / size * 2 - 1) * cells / 2 for size, cells in zip(self.size, GRID))  # in cells
        self.register_buffer("rows", torch.stack([torch.ones_like(y), y, y**2]))
        self.register_buffer("columns", torch.stack([x, x**2]))
        self.register_buffer("centres", self.at16[0].flatten(1) * torch.tensor(GRID)[:, None] / 2)

    def queries(self, coarse, features):
        """The refined features, the kernels [B, QUERIES, channels], and for each query the weights
        [B, QUERIES, 5] of 1, y, y², x, x² (in cells)."""
        batch = len(features)
        refined = self.refine(torch.cat([features, self.at4.expand(batch, -1, -1, -1)], 1))
        context = torch.cat([functional.avg_pool2d(refined, 4), coarse, self.at16.expand(batch, -1, -1, -1)], 1)
        cell = self.cell_query(self.cells(context)).flatten(2).transpose(1, 2).float()
        kernel, bias, shift, narrow = cell.split([self.channels, 1, 2, 2], -1)
        narrow = torch.exp(narrow.clamp(-4, 3)) * 0.3
        centre = self.centres.t() + shift
        linear = torch.stack([2 * narrow * centre, -narrow], -1).flatten(-2)  # of y, y², x, x²
        weights = torch.cat([bias - (narrow * centre**2).sum(-1, keepdim=True), linear], -1)
        mean = refined.float().mean((2, 3))
        regions = self.region_kernel + self.region_context(mean).view(batch, len(REGIONS), self.channels)
        region_weights = functional.pad(self.region_bias[:, None], (0, 4)).expand(batch, -1, -1)
        return refined, torch.cat([kernel, regions], 1), torch.cat([weights, region_weights], 1)

    def blocks(self, pictures, fine, refined):
        """[B, channels, H/2, W/2]."""
        wide = functional.interpolate(self.reduce(refined), scale_factor=2.0, mode="nearest")
        return self.block(functional.relu(wide + self.lateral(fine) + self.colours(pictures)))

    def logits_at(self, points, blocks, kernels, weights):
        """[B, P, QUERIES] at points [B, P], indices into the H · W pixels: what `forward` gives there."""
        (batch, count), (height, width) = points.shape, self.size
        y, x = points // width, points % width
        place = (y // 2) * (width // 2) + x // 2 + torch.arange(batch)[:, None] * (height * width // 4)
        rows = blocks.permute(0, 2, 3, 1).flatten(0, 2)[place.flatten()].float()
        four = functional.linear(rows, self.pixel.weight.flatten(1), self.pixel.bias).view(-1, self.channels, 4)
        sub = (y % 2 * 2 + x % 2).flatten()[:, None, None].expand(-1, self.channels, 1)
        pixels = four.gather(2, sub).view(batch, count, self.channels)
        terms = torch.cat([self.rows[:, y], self.columns[:, x]]).permute(1, 2, 0)
        return pixels @ kernels.float().transpose(1, 2) + terms @ weights.transpose(1, 2)

    def forward(self, pictures, fine, coarse, features):
        refined, kernels, weights = self.queries(coarse, features)
        pixels = functional.pixel_shuffle(self.pixel(self.blocks(pictures, fine, refined)), 2)
        logits = (kernels @ pixels.flatten(2)).view(-1, QUERIES, *self.size)
        return logits + (weights[..., :3] @ self.rows)[..., None] + (weights[..., 3:] @ self.columns)[..., None, :], refined


def pool(mask_logits, features):
    """[B, QUERIES, channels]: the mean of features [B, channels, H/4, W/4] under each query's share
    of the pixels, squared so that sure pixels count most. The floor keeps empty queries finite and stable."""
    shares = functional.avg_pool2d(torch.softmax(mask_logits, 1) ** 2, 4).flatten(2) + 1e-6
    return (shares / shares.sum(-1, keepdim=True)) @ features.flatten(2).transpose(1, 2)


class Model(nn.Module):
    """Pictures to mask logits and embeddings: what is exported. `both` adds the trained head's."""

    def __init__(self, encoder, decoder, both=False):
        super().__init__()
        self.encoder, self.decoder, self.both = encoder, decoder, both

    def forward(self, pictures):
        fine, coarse, features = self.encoder(pictures)
        logits, refined = self.decoder(pictures, fine, coarse, features)
        pooled = pool(logits, features)
        frozen = functional.normalize(self.encoder.head(pooled), dim=-1)
        if not self.both:
            return logits, frozen
        seen = torch.cat([pool(logits, refined), pooled], -1)
        return logits, frozen, functional.normalize(self.decoder.trained_head(seen), dim=-1)


MEAN, STD = 0.45, 0.25  # of bytes / 255


def prepare(pictures):
    """uint8 [B, H, W, 3] to the network's input."""
    floats = torch.from_numpy(numpy.array(pictures)).permute(0, 3, 1, 2).float()
    return ((floats / 255 - MEAN) / STD).contiguous(memory_format=torch.channels_last)
