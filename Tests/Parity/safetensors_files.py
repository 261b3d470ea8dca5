"""Holds our safetensors and npy files against the real libraries, in both directions.

safetensors 0.8.0, numpy 2.4, torch 2.13.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from safetensors.torch import load_file as torch_load_file
from safetensors.torch import save_file as torch_save_file

CASES = pathlib.Path(__file__).parents[1] / "TensorFilesTests/Fixtures/safetensors.json"


def inspect(promptbank, path):
    return subprocess.run([promptbank, "inspect", str(path), "--format", "json"], capture_output=True)


def check(condition, what):
    if not condition:
        raise SystemExit("error: " + what)


def ours_are_read(promptbank, bank, work):
    """Every tensor of a file that we wrote is the same to numpy, torch and our own inspection."""
    arrays, tensors = load_file(bank), torch_load_file(bank)
    check(arrays.keys() == tensors.keys() and arrays, "numpy and torch read different names")
    for name, array in arrays.items():
        check(np.array_equal(array, tensors[name].numpy()), f"numpy and torch differ on {name}")
    with open(bank, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        check((8 + length) % 64 == 0, "the data is not aligned")
        header = json.loads(file.read(length))
    check(list(header)[0] == "__metadata__", "metadata is not first")
    check(list(header["__metadata__"]) == sorted(header["__metadata__"]), "metadata is not sorted")
    print(f"{len(arrays)} tensors of ours: numpy and torch read the same")


def theirs_are_read(promptbank, work):
    """Files of the reference writers are inspected with the right names, types and shapes."""
    half = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    files = {
        "numpy": {"a": np.zeros((2, 3), np.float32), "b c": np.ones(4, np.int64), "é": np.zeros((), np.float16)},
        "empty": {"none": np.zeros((0, 5), np.uint8)},
    }
    for name, arrays in files.items():
        path = work / f"{name}.safetensors"
        save_file(arrays, path, metadata={"format": "np"})
        expect(promptbank, path, {key: list(value.shape) for key, value in arrays.items()})
    types = [torch.bfloat16, torch.float16, torch.float64, torch.int32, torch.bool, torch.float8_e4m3fn, torch.uint16]
    tensors = {str(kind): half.to(kind) for kind in types}
    path = work / "torch.safetensors"
    torch_save_file(tensors, path)
    expect(promptbank, path, {key: [2, 3] for key in tensors})
    print("files of numpy and torch: names, types and shapes agree")


def expect(promptbank, path, shapes):
    result = inspect(promptbank, path)
    check(result.returncode == 0, f"{path.name}: {result.stderr.decode()}")
    answer = json.loads(result.stdout)
    check(answer["kind"] == "safetensors", f"{path.name} is a {answer['kind']}")
    ours = {tensor["name"]: tensor for tensor in answer["tensors"]}
    check({name: one["shape"] for name, one in ours.items()} == shapes, f"{path.name}: shapes {ours}")
    with safe_open(path, "np") as reference:
        for name, one in ours.items():
            check(one["dtype"] == reference.get_slice(name).get_dtype(), f"{path.name}: dtype of {name}")


def verdicts_agree(promptbank, work):
    """Where ours and the reference's verdicts differ, ours is the stricter and says by which sentence."""
    cases = json.loads(CASES.read_text())
    for case in cases:
        path = work / "case.safetensors"
        path.write_bytes(bytes.fromhex(case["hex"]))
        result = inspect(promptbank, path)
        check(result.returncode == (3 if case["ours"] else 0), f"{case['name']}: exit {result.returncode}")
        if case["ours"]:
            check(case["ours"] in result.stderr.decode(), f"{case['name']}: {result.stderr.decode()}")
        try:
            with safe_open(path, "np"):
                reference = True
        except Exception:
            reference = False
        check(reference == (not case["ours"] or case["stricter"] is not None), f"{case['name']}: reference {reference}")
    print(f"{len(cases)} verdicts agree but for the {sum(c['stricter'] is not None for c in cases)} stricter ones")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder")
    parser.add_argument("--bank", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours_are_read(options.promptbank, options.bank, pathlib.Path(folder))
        theirs_are_read(options.promptbank, pathlib.Path(folder))
        verdicts_agree(options.promptbank, pathlib.Path(folder))
