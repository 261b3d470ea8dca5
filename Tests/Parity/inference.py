#!/usr/bin/env python3
"""The model in the loop against Python on the same engine, with a model of the real shape.

onnxruntime 1.32.0, openvino 2026.4.1, numpy 2.4, pillow 13.0, onnx 1.23.2. The model is made here, of random
weights: a convolutional CLIP trunk, deformable attention by GridSample, a masked-attention decoder of 250
queries, two heads (Tests/PromptInferenceTests/Fixtures/make_models.py).

- The door to the engines, built by cc and called by ctypes, gives what the engine's own Python binding
  gives: no difference at all, in any output, on both engines.
- ONNX Runtime and OpenVINO agree to 1e-4.
- `promptbank score --model` gives the map, bit for bit, that `score --outputs` makes of what ONNX Runtime
  gave in Python; with OpenVINO the map is within 1e-4 of it, relative to u beyond 1.

    inference.py --promptbank PATH [--bank BANK] [--encoder DIR] [--work DIR]
"""
import argparse
import ctypes
import glob
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import onnxruntime
import openvino
from PIL import Image
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUTS = ("mask_embeddings", "mask_logits", "mask_embeddings_clip")
AGREEMENT = 1e-4
SIZE = (512, 1024)


def module(path):
    specification = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(loaded)
    return loaded


def engine_library(kind):
    package = {"onnxruntime": onnxruntime, "openvino": openvino}[kind]
    folder = pathlib.Path(package.__file__).parent
    pattern = {"onnxruntime": "capi/libonnxruntime.so*", "openvino": "libs/libopenvino_c.so*"}[kind]
    return sorted(glob.glob(str(folder / pattern)))[0]


def by_python(kind, model, image):
    if kind == "onnxruntime":
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        return dict(zip(OUTPUTS, session.run(list(OUTPUTS), {"image": image})))
    # OpenVINO computes in bfloat16 where the processor can, unless told otherwise.
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    results = compiled(image)
    return {name: results[compiled.output(name)] for name in OUTPUTS}


class Shape(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int32), ("rank", ctypes.c_int32), ("dims", ctypes.c_int64 * 8)]


def build_door(folder):
    library = folder / "libdoor.so"
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O2", "-std=c11", "-shared", "-fPIC",
         f"-I{ROOT}/Sources/CPromptInference/include",
         *glob.glob(f"{ROOT}/Sources/CPromptInference/*.c"), "-o", library, "-ldl"], check=True)
    door = ctypes.CDLL(library)
    for name in ("engine_open", "session_open"):
        getattr(door, "inference_" + name).restype = ctypes.c_void_p
    door.inference_session_result.restype = ctypes.POINTER(ctypes.c_float)
    door.inference_session_run.restype = ctypes.c_bool
    return door


def by_door(door, kind, model, image):
    message = ctypes.create_string_buffer(2048)

    def checked(result):
        if not result and result != 0 or result is False or result == -1:
            raise SystemExit(f"error: the door: {message.value.decode()}")
        return result

    engine = ctypes.c_void_p(checked(door.inference_engine_open(
        os.fsencode(engine_library(kind)), message)))
    session = ctypes.c_void_p(checked(door.inference_session_open(
        engine, os.fsencode(model), ctypes.c_int32(0), message)))
    shape = Shape()
    slots = [checked(door.inference_session_request(
        session, name.encode(), ctypes.byref(shape), message)) for name in OUTPUTS]
    dims = (ctypes.c_int64 * 4)(*image.shape)
    checked(door.inference_session_run(
        session, ctypes.c_void_p(image.ctypes.data), dims, ctypes.c_int32(4), message))
    results = {}
    for name, slot in zip(OUTPUTS, slots):
        values = checked(door.inference_session_result(
            session, ctypes.c_int32(slot), ctypes.byref(shape), message))
        extents = tuple(shape.dims[:shape.rank])
        results[name] = np.ctypeslib.as_array(values, extents).copy()
    door.inference_session_close(session)
    return results


def largest_difference(first, second):
    assert first.shape == second.shape, (first.shape, second.shape)
    return float(np.abs(first.astype(np.float64) - second).max())


def report(name, difference, tolerance):
    print(f"{name:68} {difference:.1e}")
    if not difference <= tolerance:
        raise SystemExit(f"error: {name}: differs by {difference:.1e}, more than {tolerance:.0e}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--bank", help="not needed")
    parser.add_argument("--encoder", help="not needed")
    parser.add_argument("--work", type=pathlib.Path)
    arguments = parser.parse_args()
    models = module(ROOT / "Tests/PromptInferenceTests/Fixtures/make_models.py")
    banks = module(ROOT / "Tests/PromptBankLibraryTests/Fixtures/make_bank.py")
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        folder = pathlib.Path(folder)
        directory = folder / "model"
        directory.mkdir()
        model = str(directory / "model.onnx")
        models.large(pathlib.Path(model))
        # A picture whose bytes are the input, less 128: nothing is resized or rounded on the way.
        image = np.ascontiguousarray(models.test_input(*SIZE))
        pixels = (image[0].transpose(1, 2, 0) + 128).astype(np.uint8)
        Image.fromarray(pixels).save(folder / "picture.png")

        door = build_door(folder)
        results = {}
        for kind in ("onnxruntime", "openvino"):
            results[kind] = by_python(kind, model, image)
            for name, result in by_door(door, kind, model, image).items():
                report(f"{kind}: {name}, the door and Python",
                       largest_difference(results[kind][name], result), 0)
        for name in OUTPUTS:
            report(f"{name}, ONNX Runtime and OpenVINO",
                   largest_difference(results["onnxruntime"][name], results["openvino"][name]),
                   AGREEMENT)

        dimension = results["onnxruntime"]["mask_embeddings"].shape[-1]
        bank = folder / "bank.safetensors"
        rows = np.random.default_rng(11).normal(size=(3, dimension))
        space = banks.make(bank, rows)
        (directory / "model.json").write_text(json.dumps({
            "version": 1, "space": space, "temperature": 0.05,
            "input": {"height": SIZE[0], "width": SIZE[1], "fit": "exact", "colour": "rgb",
                      "range": 255, "mean": [128] * 3, "std": [1] * 3},
            "outputs": {"mask_embeddings": "mask_embeddings", "mask_logits": "mask_logits"}}))
        save_file({name: np.ascontiguousarray(results["onnxruntime"][name][0])
                   for name in OUTPUTS[:2]}, folder / "outputs.safetensors")
        # The recorded outputs have no manifest: the same temperature stands in a bank of its own.
        banks.make(folder / "stated.safetensors", rows, temperature=0.05)
        subprocess.run(
            [arguments.promptbank, "score", "--bank", folder / "stated.safetensors", "--outputs",
             folder / "outputs.safetensors", "--size", f"{SIZE[0]}x{SIZE[1]}", "--output",
             folder / "recorded.npy"], check=True)
        recorded = np.load(folder / "recorded.npy")
        if np.ptp(recorded) < 0.01:
            raise SystemExit("error: the map is flat, and comparing it says nothing")
        for kind, tolerance in (("onnxruntime", 0), ("openvino", AGREEMENT)):
            subprocess.run(
                [arguments.promptbank, "score", "--bank", bank, "--model", directory,
                 folder / "picture.png", "--output-directory", folder / kind], check=True,
                env=dict(os.environ, PROMPTBANK_ENGINE=engine_library(kind)))
            # u sums over 250 queries, and goes beyond 1 with these masks.
            scale = np.maximum(1, np.abs(recorded))
            report(f"score --model with {kind}, and of Python's outputs",
                   largest_difference(np.load(folder / kind / "picture.npy") / scale,
                                      recorded / scale), tolerance)


if __name__ == "__main__":
    main()
