#!/usr/bin/env python3
"""One engine that scores what `scoring.py` wrote, in a process of its own: see there.

    scoring_peers.py NAME OUTPUTS.safetensors HEIGHT WIDTH

Answers `run` with the seconds that a map took, and `save PATH` by writing the last one. OUTPUTS holds `mask_logits`
[N, h, w] and `probabilities` [N, K], or `pixel_embeddings` [h, w, D], `rows` [C, D] and `row_counts` [K + Q].
"""

import sys
import time

import numpy
from safetensors.numpy import load_file

# What cosines are multiplied by: 1 / T of the benchmark's banks.
SCALE = 100.0


def resize(tensor, size):
    import torch
    if tensor.shape[-2:] == size:
        return tensor
    return torch.nn.functional.interpolate(tensor[None], size=size, mode="bilinear", align_corners=False)[0]


def eager_masks(logits, classes, size):
    import torch
    return -torch.einsum("nhw,nk->khw", resize(logits, size).sigmoid(), classes).max(0).values


def eager_dense(pixels, rows, counts, size):
    import torch
    cosines = torch.nn.functional.normalize(pixels, dim=-1) @ rows.T
    columns = torch.stack([part.amax(-1) for part in cosines.split(counts, -1)], -1)
    kept = len([count for count in counts if count > 1])
    u = -torch.softmax(columns * SCALE, -1)[..., :kept].amax(-1)
    return resize(u[None], size)[0]


def torch_runner(tensors, size, compiles):
    import torch
    torch.inference_mode().__enter__()
    held = {name: torch.from_numpy(value) for name, value in tensors.items()}
    dense = "pixel_embeddings" in held
    function = eager_dense if dense else eager_masks
    if compiles:
        function = torch.compile(function)
    if dense:
        counts = tuple(tensors["row_counts"].tolist())
        return lambda: function(held["pixel_embeddings"], held["rows"], counts, size).numpy()
    return lambda: function(held["mask_logits"], held["probabilities"], size).numpy()


def graph(tensors, size):
    """The same as an ONNX model of one input, and that input."""
    from onnx import TensorProto, helper, numpy_helper
    node, constants = helper.make_node, {}
    resized = dict(mode="linear", coordinate_transformation_mode="half_pixel")
    if "pixel_embeddings" in tensors:
        pixels, counts = tensors["pixel_embeddings"], tensors["row_counts"]
        height, width, dimension = pixels.shape
        given, kept = pixels.reshape(-1, dimension), int((counts > 1).sum())
        constants = {"rows": numpy.ascontiguousarray(tensors["rows"].T), "scale": numpy.float32(SCALE),
                     "counts": counts, "zero": numpy.array([0]), "kept": numpy.array([kept]), "last": numpy.array([1]),
                     "small": numpy.array([1, 1, height, width])}
        parts = [f"part{index}" for index in range(len(counts))]
        nodes = [node("ReduceL2", ["given"], ["lengths"], axes=[1], keepdims=1), node("Div", ["given", "lengths"], ["units"]),
                 node("MatMul", ["units", "rows"], ["cosines"]), node("Split", ["cosines", "counts"], parts, axis=1)]
        nodes += [node("ReduceMax", [part], ["max" + part], axes=[1], keepdims=1) for part in parts]
        nodes += [node("Concat", ["max" + part for part in parts], ["columns"], axis=1), node("Mul", ["columns", "scale"], ["scaled"]),
                  node("Softmax", ["scaled"], ["shares"], axis=1), node("Slice", ["shares", "zero", "kept", "last"], ["ours"]),
                  node("ReduceMax", ["ours"], ["best"], axes=[1], keepdims=0), node("Neg", ["best"], ["u"]),
                  node("Reshape", ["u", "small"], ["plane" if (height, width) != size else "anomaly"])]
        if (height, width) != size:
            constants["sizes"] = numpy.array([1, 1, *size])
            nodes.append(node("Resize", ["plane", "", "", "sizes"], ["anomaly"], **resized))
    else:
        given = tensors["mask_logits"][None]
        constants = {"flat": numpy.array([given.shape[1], -1]), "classes": numpy.ascontiguousarray(tensors["probabilities"].T)}
        nodes = [node("Sigmoid", ["given"], ["shares"])]
        if given.shape[2:] != size:
            constants["sizes"] = numpy.array([1, given.shape[1], *size])
            nodes = [node("Resize", ["given", "", "", "sizes"], ["resized"], **resized), node("Sigmoid", ["resized"], ["shares"])]
        nodes += [node("Reshape", ["shares", "flat"], ["rows"]), node("MatMul", ["classes", "rows"], ["scores"]),
                  node("ReduceMax", ["scores"], ["best"], axes=[0], keepdims=0), node("Neg", ["best"], ["anomaly"])]
    made = helper.make_graph(
        nodes, "scoring", [helper.make_tensor_value_info("given", TensorProto.FLOAT, given.shape)],
        [helper.make_tensor_value_info("anomaly", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(numpy.asarray(value), name) for name, value in constants.items()])
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model.SerializeToString(), given


def onnxruntime_runner(tensors, size):
    import onnxruntime
    model, given = graph(tensors, size)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"given": given})[0]


def openvino_runner(tensors, size):
    import openvino
    model, given = graph(tensors, size)
    core = openvino.Core()
    # Its own choice on processors that have it would be bfloat16, whose error is 5e-3.
    compiled = core.compile_model(core.read_model(model), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda: compiled(given)[0]


RUNNERS = {
    "PyTorch eager": lambda tensors, size: torch_runner(tensors, size, False),
    "torch.compile": lambda tensors, size: torch_runner(tensors, size, True),
    "ONNX Runtime": onnxruntime_runner,
    "OpenVINO float32": openvino_runner,
}


def main():
    name, path, height, width = sys.argv[1:]
    run, anomaly = RUNNERS[name](load_file(path), (int(height), int(width))), None
    for line in sys.stdin:
        words = line.split()
        answer = ""
        if words[0] == "run":
            start = time.perf_counter()
            anomaly = run()
            answer = time.perf_counter() - start
        else:
            numpy.save(words[1], numpy.asarray(anomaly).reshape(int(height), int(width)))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
