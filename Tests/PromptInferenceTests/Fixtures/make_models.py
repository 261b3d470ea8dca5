"""Makes the ONNX models of these tests and what ONNX Runtime gives for them.

    pip install onnx==1.23.2 onnxruntime==1.32.0 numpy==2.2.6
    python make_models.py                      the committed files, beside this script
    python make_models.py --large FOLDER       segmentation.onnx at the size of a real model

`segmentation.onnx` has the shape of a mask classifier over a convolutional CLIP trunk, with random
weights: depthwise convolutions, LayerNormalization, GELU by Erf; multi-scale deformable attention in
its GridSample form; a decoder with masked attention; mask logits and the embeddings of two heads.
The other models are a few nodes each, most of them wrong in one way. `expected/MODEL.OUTPUT.f32` is
the output as little-endian float32, row-major, for the input of `test_input`.

The real models' masked attention cuts at a logit of 0, where two engines' last bits decide pixels:
with `--large` such flips grew to a difference of 0.3 in logits up to 14 (ONNX Runtime against
OpenVINO). Here the attention fades by the logit and is cut where nothing is left, so that only
arithmetic is compared (2e-5).
"""

import argparse
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

# Attention to a place with this mask logit is e^-40 of that to a place inside the mask.
THRESHOLD = -40


def test_input(height, width):
    """A picture's bytes by a formula, [height, width, 3], as the network's input less 128."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    pixels = (x * 7 + y * 13 + c * 31 + x * y * (c + 1)) % 256
    return (pixels.astype(np.float32) - 128).transpose(2, 0, 1)[None]


class Graph:
    """Nodes and constants, named as they come."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.nodes, self.constants, self.count = [], [], 0

    def name(self):
        self.count += 1
        return f"t{self.count}"

    def constant(self, array):
        name = self.name()
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def f32(self, value):
        return self.constant(np.asarray(value, np.float32))

    def i64(self, *values):
        return self.constant(np.array(values, np.int64))

    def weight(self, *shape, fan):
        return self.f32(self.random.randn(*shape) / np.sqrt(fan))

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [self.name() for _ in range(outputs)]
        self.nodes.append(h.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def reshape(self, x, *shape):
        return self.op("Reshape", x, self.i64(*shape))

    def transpose(self, x, *axes):
        return self.op("Transpose", x, perm=list(axes))

    def linear(self, x, inner, outer):
        product = self.op("MatMul", x, self.weight(inner, outer, fan=inner))
        return self.op("Add", product, self.f32(self.random.randn(outer) * 0.02))

    def conv(self, x, inner, outer, size, stride=1, pad=0, group=1):
        weight = self.weight(outer, inner // group, size, size, fan=inner // group * size * size)
        bias = self.f32(self.random.randn(outer) * 0.02)
        return self.op("Conv", x, weight, bias, kernel_shape=[size, size], pads=[pad] * 4,
                       strides=[stride, stride], group=group)

    def layer_norm(self, x, width):
        return self.op("LayerNormalization", x, self.f32(np.ones(width)), self.f32(np.zeros(width)),
                       axis=-1, epsilon=1e-6)

    def layer_norm_2d(self, x, width):
        return self.transpose(self.layer_norm(self.transpose(x, 0, 2, 3, 1), width), 0, 3, 1, 2)

    def gelu(self, x):
        erf = self.op("Erf", self.op("Mul", x, self.f32(1 / np.sqrt(2))))
        return self.op("Mul", self.op("Mul", x, self.f32(0.5)), self.op("Add", erf, self.f32(1)))

    def mlp(self, x, *widths):
        for inner, outer in zip(widths[:-2], widths[1:-1]):
            x = self.op("Relu", self.linear(x, inner, outer))
        return self.linear(x, widths[-2], widths[-1])

    def unit(self, x):
        norm = self.op("ReduceL2", x, axes=[-1], keepdims=1)
        return self.op("Div", x, self.op("Add", norm, self.f32(1e-12)))

    def resize(self, x, *shape):
        return self.op("Resize", x, "", "", self.i64(*shape), mode="linear",
                       coordinate_transformation_mode="half_pixel")

    def output(self, x, name):
        self.nodes.append(h.make_node("Identity", [x], [name]))


def save(path, nodes, inputs, outputs, constants=()):
    graph = h.make_graph(nodes, path.stem, inputs, outputs, list(constants))
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def port(name, shape, kind=T.FLOAT):
    return h.make_tensor_value_info(name, kind, shape)


def segmentation(path, height, width, queries, dimension, dims, inner, heads, points=2, layers=3):
    g = Graph(7)
    sizes = [(height // (4 << s), width // (4 << s)) for s in range(4)]
    # Trunk: one block a stage.
    x = g.op("Div", "image", g.f32(np.array([68.5, 66.6, 70.3]).reshape(1, 3, 1, 1)))
    x = g.layer_norm_2d(g.conv(x, 3, dims[0], 4, stride=4), dims[0])
    stages = []
    for s, width_s in enumerate(dims):
        if s:
            x = g.conv(g.layer_norm_2d(x, dims[s - 1]), dims[s - 1], width_s, 2, stride=2)
        y = g.transpose(g.conv(x, width_s, width_s, 7, pad=3, group=width_s), 0, 2, 3, 1)
        y = g.linear(y if s else g.layer_norm(y, width_s), width_s, 2 * width_s)
        y = g.linear(g.gelu(y), 2 * width_s, width_s)
        x = g.op("Add", x, g.transpose(g.op("Mul", y, g.f32(np.full(width_s, 0.3))), 0, 3, 1, 2))
        stages.append(x)
    # Deformable attention over three levels.
    levels = [3, 2, 1]
    tokens, places = [], []
    for s in levels:
        rows, columns = sizes[s]
        flat = g.reshape(g.conv(stages[s], dims[s], inner, 1), 1, inner, rows * columns)
        tokens.append(g.transpose(flat, 0, 2, 1))
        yy, xx = np.meshgrid((np.arange(rows) + 0.5) / rows, (np.arange(columns) + 0.5) / columns,
                             indexing="ij")
        places.append(np.stack([xx, yy], -1).reshape(-1, 2))
    place = np.concatenate(places).astype(np.float32)
    length, each = len(place), inner // heads
    source = g.layer_norm(g.op("Concat", *tokens, axis=1), inner)
    value = g.reshape(g.linear(source, inner, inner), 1, length, heads, each)
    offsets = g.reshape(g.linear(source, inner, heads * 3 * points * 2), length, heads, 3, points, 2)
    attention = g.op("Softmax", g.reshape(g.linear(source, inner, heads * 3 * points),
                                          length, heads, 3 * points), axis=-1)
    attention = g.reshape(attention, length, heads, 3, points)
    lengths = [sizes[s][0] * sizes[s][1] for s in levels]
    values = g.op("Split", value, g.i64(*lengths), outputs=3, axis=1)
    offsets = g.op("Split", offsets, g.i64(1, 1, 1), outputs=3, axis=2)
    attentions = g.op("Split", attention, g.i64(1, 1, 1), outputs=3, axis=2)
    total = None
    for i, s in enumerate(levels):
        rows, columns = sizes[s]
        v = g.reshape(g.transpose(values[i], 0, 2, 3, 1), heads, each, rows, columns)
        o = g.op("Div", g.reshape(offsets[i], length, heads, points, 2), g.f32([columns, rows]))
        at = g.op("Mul", g.op("Add", o, g.f32(place.reshape(length, 1, 1, 2))), g.f32(2))
        at = g.transpose(g.op("Sub", at, g.f32(1)), 1, 0, 2, 3)
        sampled = g.op("GridSample", v, at, mode="bilinear", padding_mode="zeros", align_corners=0)
        a = g.transpose(g.reshape(attentions[i], length, heads, points), 1, 0, 2)
        part = g.op("ReduceSum", g.op("Mul", sampled, g.op("Unsqueeze", a, g.i64(1))), g.i64(-1),
                    keepdims=0)
        total = part if total is None else g.op("Add", total, part)
    mixed = g.transpose(g.reshape(total, 1, inner, length), 0, 2, 1)
    source = g.layer_norm(g.op("Add", source, g.linear(mixed, inner, inner)), inner)
    memories = g.op("Split", source, g.i64(*lengths), outputs=3, axis=1)
    finest = g.reshape(g.transpose(memories[2], 0, 2, 1), 1, inner, *sizes[1])
    features = g.op("Add", g.conv(stages[0], dims[0], inner, 1),
                    g.resize(finest, 1, inner, *sizes[0]))
    features = g.reshape(g.op("Relu", g.conv(features, inner, inner, 3, pad=1)), 1, inner, -1)
    # Decoder with masked attention; a query whose mask is empty attends everywhere.
    mask_weights = (g.weight(inner, inner, fan=inner), g.f32(g.random.randn(inner) * 0.02))

    def masks(x):
        e = g.op("Add", g.op("MatMul", g.layer_norm(x, inner), mask_weights[0]), mask_weights[1])
        return g.reshape(g.op("Mul", g.op("MatMul", e, features), g.f32(0.25)), 1, queries, *sizes[0])

    def split_heads(x, count):
        return g.transpose(g.reshape(x, 1, count, heads, each), 0, 2, 1, 3)

    x = g.f32(g.random.randn(1, queries, inner))
    mask = masks(x)
    for i in range(layers):
        rows, columns = sizes[levels[i % 3]]
        count, memory = rows * columns, memories[i % 3]
        under = g.reshape(g.resize(mask, 1, queries, rows, columns), 1, queries, count)
        keep = g.op("Greater", under, g.f32(THRESHOLD))
        kept = g.op("ReduceSum", g.op("Cast", keep, to=T.FLOAT), g.i64(-1), keepdims=1)
        allowed = g.op("Or", keep, g.op("Equal", kept, g.f32(0)))
        weight = g.op("Min", under, g.f32(0))
        bias = g.op("Unsqueeze", g.op("Where", allowed, weight, g.f32(-1e9)), g.i64(1))
        q = split_heads(g.linear(x, inner, inner), queries)
        k = split_heads(g.linear(memory, inner, inner), count)
        v = split_heads(g.linear(memory, inner, inner), count)
        s = g.op("Mul", g.op("MatMul", q, g.transpose(k, 0, 1, 3, 2)), g.f32(1 / np.sqrt(each)))
        p = g.op("Softmax", g.op("Add", s, bias), axis=-1)
        y = g.reshape(g.transpose(g.op("MatMul", p, v), 0, 2, 1, 3), 1, queries, inner)
        x = g.layer_norm(g.op("Add", x, g.linear(y, inner, inner)), inner)
        x = g.layer_norm(g.op("Add", x, g.mlp(x, inner, 2 * inner, inner)), inner)
        mask = masks(x)
    g.output(mask, "mask_logits")
    g.output(g.unit(g.mlp(x, inner, inner, dimension)), "mask_embeddings")
    # The second head: the trunk's features pooled under each mask.
    rows, columns = sizes[3]
    under = g.op("Sigmoid", g.resize(mask, 1, queries, rows, columns))
    under = g.reshape(under, 1, queries, rows * columns)
    area = g.op("Add", g.op("ReduceSum", under, g.i64(-1), keepdims=1), g.f32(1))
    dense = g.transpose(g.reshape(stages[3], 1, dims[3], rows * columns), 0, 2, 1)
    pooled = g.op("MatMul", g.op("Div", under, area), dense)
    g.output(g.unit(g.op("Add", g.linear(pooled, dims[3], dimension), g.f32(1e-3))),
             "mask_embeddings_clip")
    save(path, g.nodes, [port("image", [1, 3, height, width])],
         [port("mask_logits", [1, queries, *sizes[0]]),
          port("mask_embeddings", [1, queries, dimension]),
          port("mask_embeddings_clip", [1, queries, dimension])], g.constants)


def large(path):
    """A segmentation model at the size of a real one, for pictures of 512 x 1024."""
    segmentation(path, 512, 1024, queries=250, dimension=640, dims=[48, 96, 192, 384], inner=128,
                 heads=8, points=4, layers=6)


def small_models(folder):
    """Models of a few nodes over `image` [1, 3, H, W] with N 4 and D 8."""
    g = Graph(0)
    weight = g.f32((np.arange(12).reshape(4, 3, 1, 1) * 0.1 - 0.5) / 64)
    queries = g.f32(g.random.randn(1, 4, 8))
    mean = g.op("ReduceMean", "image", axes=[1, 2, 3], keepdims=0)
    logits = g.op("Conv", "image", weight, kernel_shape=[1, 1])
    embeddings = g.op("Add", queries, g.reshape(mean, 1, 1, 1))
    free, logit_port = [1, 3, "H", "W"], port("mask_logits", [1, 4, "H", "W"])
    embedding_port = port("mask_embeddings", [1, 4, 8])

    def model(name, outputs, extra=(), image=None, more_inputs=()):
        save(folder / f"{name}.onnx", g.nodes + list(extra),
             [image or port("image", free), *more_inputs], outputs, g.constants)

    def node(kind, inputs, output, **attributes):
        return h.make_node(kind, inputs, [output], **attributes)

    plain = [node("Identity", [logits], "mask_logits"),
             node("Identity", [embeddings], "mask_embeddings")]
    model("tiny", [logit_port, embedding_port], plain)
    model("two_inputs", [logit_port, embedding_port],
          [plain[0], node("Add", [embeddings, "prior"], "mask_embeddings")],
          more_inputs=[port("prior", [1])])
    model("fixed_batch", [port("mask_logits", [2, 4, 8, 8]), embedding_port], plain,
          image=port("image", [2, 3, 8, 8]))
    model("half_embeddings", [logit_port, port("mask_embeddings", [1, 4, 8], T.FLOAT16)],
          [plain[0], node("Cast", [embeddings], "mask_embeddings", to=T.FLOAT16)])
    model("double_logits", [port("mask_logits", [1, 4, "H", "W"], T.DOUBLE), embedding_port],
          [node("Cast", [logits], "mask_logits", to=T.DOUBLE), plain[1]])
    model("five_masks", [port("mask_logits", [1, "M", "H", "W"]), embedding_port],
          [node("Concat", [logits, "first"], "mask_logits", axis=1), plain[1],
           node("Slice", [logits, g.i64(0), g.i64(1), g.i64(1)], "first")][::-1])
    model("flat_logits", [port("mask_logits", [4, "P"]), embedding_port],
          [node("Reshape", [logits, g.i64(4, -1)], "mask_logits"), plain[1]])
    model("not_a_number", [logit_port, embedding_port],
          [node("Sqrt", [g.op("Neg", g.op("Abs", embeddings))], "mask_embeddings"), plain[0]])
    model("probabilities", [port("mask_probabilities", [1, 4, "H", "W"]), embedding_port],
          [node("Sigmoid", [logits], "mask_probabilities"), plain[1]])
    dense = g.op("Conv", "image", g.f32(g.random.randn(8, 3, 1, 1) / 64), kernel_shape=[1, 1])
    model("dense", [port("pixel_embeddings", [1, 8, "H", "W"])],
          [node("Identity", [dense], "pixel_embeddings")])
    model("dense_last", [port("pixel_embeddings", ["H", "W", 8])],
          [node("Squeeze", ["with_batch", g.i64(0)], "pixel_embeddings"),
           node("Transpose", [dense], "with_batch", perm=[0, 2, 3, 1])][::-1])
    sequence = onnx.helper.make_tensor_sequence_value_info("mask_logits", T.FLOAT, None)
    model("sequence", [sequence, embedding_port],
          [node("SequenceConstruct", [logits], "mask_logits"), plain[1]])
    # Inputs of other types and layouts.
    g = Graph(0)
    g.op("Identity", "image")
    for name, image in [("byte_input", port("image", free, T.UINT8)),
                        ("channels_last", port("image", [1, 16, 24, 3])),
                        ("rank_three", port("image", [3, "H", "W"]))]:
        small = [node("Cast", ["image"], "wide", to=T.FLOAT), node("Identity", ["wide"], "mask_logits"),
                 node("ReduceMean", ["wide"], "mask_embeddings", keepdims=1)]
        shape = [d.dim_value or d.dim_param for d in image.type.tensor_type.shape.dim]
        save(folder / f"{name}.onnx", small, [image],
             [port("mask_logits", shape), port("mask_embeddings", [1] * len(shape))])


def expectations(folder, name, height, width):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx", options,
                                           providers=["CPUExecutionProvider"])
    results = session.run(None, {"image": test_input(height, width)})
    for output, result in zip(session.get_outputs(), results):
        assert result.dtype == np.float32 and np.isfinite(result).all()
        target = folder / "expected" / f"{name}.{output.name}.f32"
        target.write_bytes(result.astype("<f4").tobytes())


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--large", type=pathlib.Path, metavar="FOLDER")
    arguments = arguments.parse_args()
    if arguments.large:
        arguments.large.mkdir(parents=True, exist_ok=True)
        large(arguments.large / "segmentation.onnx")
    else:
        here = pathlib.Path(__file__).parent
        (here / "expected").mkdir(exist_ok=True)
        segmentation(here / "segmentation.onnx", 64, 96, queries=6, dimension=16,
                     dims=[4, 8, 8, 12], inner=8, heads=2)
        small_models(here)
        for name, height, width in [("segmentation", 64, 96), ("tiny", 7, 5), ("dense", 3, 5),
                                    ("probabilities", 4, 6)]:
            expectations(here, name, height, width)
