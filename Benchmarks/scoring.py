#!/usr/bin/env python3
"""Seconds a map, in process: the scorer against PyTorch, torch.compile, ONNX Runtime and OpenVINO, in one run.

All score the same masks in turn (bilinear resize, sigmoid, product with the class probabilities, maximum),
float32, with everything in memory; medians and ratios are printed. Then the mask kernel alone: the mask
forms, and what leaving out flat queries saves on seeded compact masks (discs of 0.05 to 10 % of the image,
logits -8 to 8) and costs on noise.

    scoring.py --scorer Benchmarks/.build/release/Scoring --bank BANK [--rounds 7] [--queries 250]
               [--mask 256x512] [--size 1024x2048] [--peers eager,compile,onnxruntime,openvino] [--output FOLDER]

torch 2.13, onnxruntime 1.32, openvino 2026.4.1, onnx 1.23.2, numpy 2.4. K is the bank's number of ID columns.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import torch
from safetensors.numpy import save_file

# First, because this file has the same name.
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Tests/Parity"))
from scoring import probabilities, read_bank  # noqa: E402

FORMS = ("sigmoid", "softmax", "normalised")


def eager(logits, classes, size):
    resized = torch.nn.functional.interpolate(logits[None], size=size, mode="bilinear", align_corners=False)[0]
    return -torch.einsum("nhw,nk->khw", resized.sigmoid(), classes).max(0).values


def graph(queries, mask, size, classes):
    """The same as an ONNX model: masks [1, N, h, w] to u [1, H * W]."""
    from onnx import TensorProto, helper, numpy_helper
    nodes = [
        helper.make_node("Resize", ["logits", "", "", "sizes"], ["resized"], mode="linear",
                         coordinate_transformation_mode="half_pixel"),
        helper.make_node("Sigmoid", ["resized"], ["shares"]),
        helper.make_node("Reshape", ["shares", "flat"], ["rows"]),
        helper.make_node("MatMul", ["classes", "rows"], ["scores"]),
        helper.make_node("ReduceMax", ["scores"], ["best"], axes=[0], keepdims=0),
        helper.make_node("Neg", ["best"], ["anomaly"]),
    ]
    constants = {"sizes": [1, queries, *size], "flat": [queries, -1]}
    initializers = [numpy_helper.from_array(numpy.array(value, numpy.int64), name) for name, value in constants.items()]
    initializers.append(numpy_helper.from_array(numpy.ascontiguousarray(classes.T), "classes"))
    model = helper.make_model(helper.make_graph(
        nodes, "scoring", [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, queries, *mask])],
        [helper.make_tensor_value_info("anomaly", TensorProto.FLOAT, [size[0] * size[1]])], initializers),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model.SerializeToString()


def make_peers(names, logits, classes, size):
    """For each name, a function that computes the map."""
    tensor, weights, peers = torch.from_numpy(logits), torch.from_numpy(classes), {}
    if "eager" in names:
        peers["PyTorch eager"] = lambda: eager(tensor, weights, size)
    if "compile" in names:
        compiled = torch.compile(eager)
        peers["torch.compile"] = lambda: compiled(tensor, weights, size)
    if "onnxruntime" in names:
        import onnxruntime
        session = onnxruntime.InferenceSession(
            graph(len(logits), logits.shape[1:], size, classes), providers=["CPUExecutionProvider"])
        peers["ONNX Runtime"] = lambda: session.run(None, {"logits": logits[None]})[0]
    if "openvino" in names:
        import openvino
        core = openvino.Core()
        # Its own choice on this processor would be bfloat16, whose error is 5e-3.
        model = core.compile_model(
            core.read_model(graph(len(logits), logits.shape[1:], size, classes)), "CPU",
            {"INFERENCE_PRECISION_HINT": "f32"})
        peers["OpenVINO float32"] = lambda: model(logits[None])[0]
    return peers


def compact_masks(random, queries, mask):
    """Discs of 0.05 to 10 % of the image, 8 inside and -8 outside, with an edge of a few pixels."""
    height, width = mask
    y, x = numpy.mgrid[:height, :width].astype(numpy.float32)
    planes = numpy.empty((queries, height, width), numpy.float32)
    for plane in planes:
        area = 0.0005 * 200 ** random.random() * height * width
        distance = numpy.hypot(x - random.random() * width, y - random.random() * height)
        plane[:] = numpy.clip(2 * (numpy.sqrt(area / numpy.pi) - distance), -8, 8)
    return planes


class Scorer:
    """The benchmark's executable, which scores a file of outputs whenever it is asked to."""

    def __init__(self, path, bank, outputs, size):
        self.process = subprocess.Popen(
            [path, bank, outputs, *map(str, size)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def extents(text):
    return tuple(int(part) for part in text.split("x"))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", required=True)
    parser.add_argument("--bank", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--queries", type=int, default=250)
    parser.add_argument("--mask", type=extents, default=(256, 512))
    parser.add_argument("--size", type=extents, default=(1024, 2048))
    parser.add_argument("--peers", default="eager,compile,onnxruntime,openvino")
    parser.add_argument("--output", type=pathlib.Path, help="appends to scoring.md in this folder")
    arguments = parser.parse_args()

    bank, random = read_bank(arguments.bank), numpy.random.default_rng(1)
    embeddings = bank[0][random.integers(len(bank[0]), size=arguments.queries)]
    embeddings = (embeddings + random.normal(0, 0.1, embeddings.shape)).astype(numpy.float32)
    classes = probabilities(embeddings, bank).float().numpy()
    fields = {
        "noise": random.normal(-2, 6, (arguments.queries, *arguments.mask)).astype(numpy.float32),
        "compact masks": compact_masks(random, arguments.queries, arguments.mask),
    }
    lines = [
        f"## {arguments.queries} masks of {'x'.join(map(str, arguments.mask))} to "
        f"{'x'.join(map(str, arguments.size))}, K {classes.shape[1]}", "",
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start, {arguments.rounds} rounds in turn.",
        ""]
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        scorers = {}
        for name, logits in fields.items():
            path = pathlib.Path(folder, name + ".safetensors")
            save_file({"mask_embeddings": embeddings, "mask_logits": logits}, path)
            scorers[name] = Scorer(arguments.scorer, arguments.bank, path, arguments.size)
        calls = {f"promptbank, {name}": lambda scorer=scorer: scorer.ask("score sigmoid")[0]
                 for name, scorer in scorers.items()}
        for name, call in make_peers(arguments.peers.split(","), fields["noise"], classes, arguments.size).items():
            def timed(call=call):
                start = time.perf_counter()
                call()
                return time.perf_counter() - start
            calls[name] = timed
        seconds = {name: [] for name in calls}
        for call in calls.values():
            call()
        for _ in range(arguments.rounds):
            for name, call in calls.items():
                seconds[name].append(call())
        ours = statistics.median(seconds["promptbank, noise"])
        lines += ["| who | median s | fastest s | × promptbank on noise |", "|---|--:|--:|--:|"]
        for name, times in seconds.items():
            median = statistics.median(times)
            lines.append(f"| {name} | {median:.4f} | {min(times):.4f} | {median / ours:.1f} |")
        lines += ["", "| mask kernel alone | median s | every query, s | computed pixel by pixel |", "|---|--:|--:|--:|"]
        for name, scorer in scorers.items():
            for form in FORMS:
                runs = [(scorer.ask(f"masks {form} 1e-6"), scorer.ask(f"masks {form} 0")) for _ in range(arguments.rounds)]
                pruned, whole = (statistics.median(run[i][0] for run in runs) for i in (0, 1))
                lines.append(f"| {name}, {form} | {pruned:.4f} | {whole:.4f} | {runs[0][0][1]:.1%} |")
        for scorer in scorers.values():
            scorer.close()
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.output:
        with open(arguments.output / "scoring.md", "a") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
