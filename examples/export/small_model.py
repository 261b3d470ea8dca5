"""A small PyTorch model with the structure and the names of FC-CLIP, of random weights.

For trying the export without a checkpoint, and for the tests. Like the real one it samples through an autograd
function that only has a CUDA side, lets queries with an empty mask attend everywhere by writing at
data-dependent places, and classifies after every layer.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

WIDTHS, INNER, HEADS, POINTS, QUERIES, LEVELS = (16, 24, 32, 48), 32, 4, 4, 20, 3


class CudaOnly(torch.autograd.Function):
    """Stands where the compiled operator of deformable attention stands."""

    @staticmethod
    def forward(context, value, shapes, starts, locations, weights, step):
        raise RuntimeError("not compiled for the CPU")


class MSDeformAttn(nn.Module):
    def __init__(self):
        super().__init__()
        self.n_heads, self.n_levels, self.n_points, self.im2col_step = HEADS, LEVELS, POINTS, 128
        self.sampling_offsets = nn.Linear(INNER, HEADS * LEVELS * POINTS * 2)
        self.attention_weights = nn.Linear(INNER, HEADS * LEVELS * POINTS)
        self.value_proj = nn.Linear(INNER, INNER)
        self.output_proj = nn.Linear(INNER, INNER)

    def forward(self, query, reference_points, input_flatten, input_spatial_shapes,
                input_level_start_index, input_padding_mask=None):
        batch, length, _ = query.shape
        value = self.value_proj(input_flatten).reshape(batch, -1, HEADS, INNER // HEADS)
        return self.output_proj(CudaOnly.apply(
            value, input_spatial_shapes, input_level_start_index, self.sampling_offsets(query),
            self.attention_weights(query), self.im2col_step))


class MLP(nn.Module):
    def __init__(self, *widths):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return self.layers[-1](x)


class Block(nn.Module):
    """ConvNeXt's."""

    def __init__(self, width):
        super().__init__()
        self.depthwise = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.first, self.second = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x):
        y = self.norm(self.depthwise(x).permute(0, 2, 3, 1))
        return x + self.second(F.gelu(self.first(y))).permute(0, 3, 1, 2)


class Clip(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit_scale = nn.Parameter(torch.tensor(math.log(100.0)))


class Backbone(nn.Module):
    def __init__(self, dimension):
        super().__init__()
        self.clip_model = Clip()
        self.downsample = nn.ModuleList(
            nn.Conv2d(a, b, 2 if a > 3 else 4, 2 if a > 3 else 4)
            for a, b in zip((3, *WIDTHS), WIDTHS))
        self.blocks = nn.ModuleList(Block(width) for width in WIDTHS)
        self.head_norm = nn.LayerNorm(WIDTHS[-1])
        self.head = nn.Linear(WIDTHS[-1], dimension, bias=False)

    def forward(self, x):
        features = {}
        for index, (downsample, block) in enumerate(zip(self.downsample, self.blocks)):
            x = block(downsample(x))
            features[f"res{index + 2}"] = x
        features["clip_vis_dense"] = x
        return features

    def visual_prediction_forward(self, x):
        return self.head(self.head_norm(x))


class MaskPooling(nn.Module):
    def forward(self, x, mask):
        if x.shape[-2:] != mask.shape[-2:]:
            mask = F.interpolate(mask, size=x.shape[-2:], mode="bilinear", align_corners=False)
        mask = (mask > 0).to(x.dtype)
        area = mask.sum(dim=(-1, -2), keepdim=True) + 1e-8
        return torch.einsum("bchw,bqhw->bqc", x, mask / area)


class PixelDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.ModuleList(nn.Conv2d(width, INNER, 1) for width in WIDTHS[:0:-1])
        self.attention = MSDeformAttn()
        self.norm, self.feed = nn.LayerNorm(INNER), MLP(INNER, 4 * INNER, INNER)
        self.last_norm = nn.LayerNorm(INNER)
        self.lateral = nn.Conv2d(WIDTHS[0], INNER, 1)
        self.mask_features = nn.Conv2d(INNER, INNER, 3, padding=1)

    def forward_features(self, features):
        planes = [project(features[f"res{5 - index}"]) for index, project in enumerate(self.project)]
        shapes = [plane.shape[-2:] for plane in planes]
        source = torch.cat([plane.flatten(2).transpose(1, 2) for plane in planes], 1)
        places = [torch.stack(torch.meshgrid(
            (torch.arange(h) + 0.5) / h, (torch.arange(w) + 0.5) / w, indexing="ij")[::-1], -1)
            .reshape(-1, 2) for h, w in shapes]
        places = torch.cat(places)[None, :, None].expand(-1, -1, LEVELS, -1)
        sizes = torch.as_tensor([list(shape) for shape in shapes])
        starts = torch.cat([sizes.new_zeros(1), sizes.prod(1).cumsum(0)[:-1]])
        source = self.norm(source + self.attention(source, places, source, sizes, starts))
        source = self.last_norm(source + self.feed(source))
        parts = source.split([h * w for h, w in shapes], 1)
        planes = [part.transpose(1, 2).reshape(1, INNER, *shape) for part, shape in zip(parts, shapes)]
        fine = self.lateral(features["res2"])
        fine = fine + F.interpolate(planes[-1], size=fine.shape[-2:], mode="bilinear", align_corners=False)
        return F.relu(self.mask_features(fine)), planes


class Decoder(nn.Module):
    def __init__(self, dimension):
        super().__init__()
        self.num_heads, self.num_layers = HEADS, 3
        self.query_feat, self.query_embed = nn.Embedding(QUERIES, INNER), nn.Embedding(QUERIES, INNER)
        self.cross = nn.ModuleList(nn.MultiheadAttention(INNER, HEADS) for _ in range(3))
        self.own = nn.ModuleList(nn.MultiheadAttention(INNER, HEADS) for _ in range(3))
        self.feed = nn.ModuleList(MLP(INNER, 4 * INNER, INNER) for _ in range(3))
        self.norms = nn.ModuleList(nn.LayerNorm(INNER) for _ in range(9))
        self.decoder_norm = nn.LayerNorm(INNER)
        self.mask_embed, self.class_embed = MLP(INNER, INNER, INNER), MLP(INNER, INNER, dimension)
        self.mask_pooling = MaskPooling()
        self._mask_pooling_proj = nn.Sequential(nn.LayerNorm(INNER), nn.Linear(INNER, INNER))
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def forward(self, x, mask_features, mask=None, text_classifier=None, num_templates=None):
        sources = [plane.flatten(2).permute(2, 0, 1) for plane in x]
        sizes = [plane.shape[-2:] for plane in x]
        embed = self.query_embed.weight.unsqueeze(1)
        output = self.query_feat.weight.unsqueeze(1)
        logits, masks, attn_mask = self.predict(output, mask_features, sizes[0], text_classifier)
        for i in range(self.num_layers):
            level = i % LEVELS
            attn_mask[torch.where(attn_mask.sum(-1) == attn_mask.shape[-1])] = False
            y = self.cross[i](output + embed, sources[level], sources[level], attn_mask=attn_mask)[0]
            output = self.norms[3 * i](output + y)
            y = self.own[i](output + embed, output + embed, output)[0]
            output = self.norms[3 * i + 1](output + y)
            output = self.norms[3 * i + 2](output + self.feed[i](output))
            logits, masks, attn_mask = self.predict(
                output, mask_features, sizes[(i + 1) % LEVELS], text_classifier)
        return {"pred_logits": logits, "pred_masks": masks}

    def predict(self, output, mask_features, size, text_classifier):
        output = self.decoder_norm(output).transpose(0, 1)
        masks = torch.einsum("bqc,bchw->bqhw", self.mask_embed(output), mask_features)
        pooled = self._mask_pooling_proj(self.mask_pooling(mask_features, masks))
        embedded = self.class_embed(pooled + output)
        logits = self.logit_scale.exp() * F.normalize(embedded, dim=-1) @ text_classifier.T
        under = F.interpolate(masks, size=size, mode="bilinear", align_corners=False)
        under = under.sigmoid().flatten(2).unsqueeze(1).repeat(1, self.num_heads, 1, 1).flatten(0, 1)
        return logits, masks, (under < 0.5).bool().detach()


class Head(nn.Module):
    def __init__(self, dimension):
        super().__init__()
        self.pixel_decoder, self.predictor = PixelDecoder(), Decoder(dimension)

    def forward(self, features):
        mask_features, planes = self.pixel_decoder.forward_features(features)
        return self.predictor(
            planes, mask_features, None, text_classifier=features["text_classifier"],
            num_templates=features["num_templates"])


class Model(nn.Module):
    def __init__(self, dimension):
        super().__init__()
        self.backbone, self.sem_seg_head = Backbone(dimension), Head(dimension)
        self.mask_pooling = MaskPooling()
        self.register_buffer("pixel_mean", torch.tensor([122.77, 116.75, 104.09]).reshape(3, 1, 1))
        self.register_buffer("pixel_std", torch.tensor([68.5, 66.63, 70.32]).reshape(3, 1, 1))


def build(dimension=384, seed=3):
    """A model whose embeddings have the dimension of the default text encoder; the same for a seed."""
    torch.manual_seed(seed)
    return Model(dimension).eval()
