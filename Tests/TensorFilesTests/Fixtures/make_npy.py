"""Writes npy.json: arrays as numpy saves them, as hexadecimal, with their values.

Run again rather than editing the fixture. numpy 2.4.
"""
import io
import json
import pathlib

import numpy as np


def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue().hex()


cases = []
for name, array in {
    "float32": np.array([[1, -2.5], [np.float32(1e-30), 3]], np.float32),
    "float16": np.array([1, -2, 6e-8, 65504], np.float16),
    "float64": np.array([0.1, 1e-300], np.float64),
    "int32": np.array([[-(2**31), 2**31 - 1]], np.int32),
    "int64": np.array([5, -6], np.int64),
    "uint8": np.arange(256, dtype=np.uint8).reshape(1, 256),
    "a scalar": np.array(7, np.float32),
    "empty": np.zeros((0, 3), np.float32),
    "one column in both orders": np.asfortranarray(np.ones((4, 1), np.float32)),
}.items():
    for version in [(1, 0), (2, 0), (3, 0)]:
        values = [float(value) for value in array.astype(np.float32).ravel()] if array.dtype.kind == "f" else array.ravel().tolist()
        cases.append({"name": f"{name}, version {version[0]}", "hex": saved(array, version), "shape": list(array.shape),
                      "floats": array.dtype.kind == "f", "values": values, "refused": None})
for name, array, reason in [
    ("fortran order", np.asfortranarray(np.ones((2, 3), np.float32)), "Fortran order"),
    ("big-endian", np.ones(2, ">f4"), "big-endian"),
    ("records", np.zeros(2, [("a", "f4")]), "records"),
    ("text", np.array(["a"]), "not read here"),
    ("complex", np.ones(1, np.complex128), "not read here"),
]:
    cases.append({"name": name, "hex": saved(array), "refused": reason})
text = "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n"
pathlib.Path(__file__).with_name("npy.json").write_text(text)
