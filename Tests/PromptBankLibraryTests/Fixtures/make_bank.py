#!/usr/bin/env python3
"""Writes `axes.bank.safetensors`, as grammar/bank.md says: classes road and sky and the ood entry tire, one
concept each, along the three axes; no temperature, so that callers must give one. `make` writes the same
with other rows.

numpy 2.4. The file is put together here: the safetensors library orders its header anew in each run.
"""
import hashlib
import json
import pathlib
import struct

import numpy as np

WORDS = ["road", "sky", "tire"]
STRINGS = WORDS + ["bare", "{}", "axes.prompts"]


def texts(pieces):
    joined = b"".join(pieces)
    offsets = np.cumsum([0] + [len(piece) for piece in pieces], dtype=np.int64)
    return np.frombuffer(joined, np.uint8), offsets


def numbers(*values):
    return np.array(values, np.int32)


def digest(data):
    return hashlib.sha256(data).digest()


def make(path, rows, temperature=None):
    """Writes a bank of three rows [3, D], normalised here, and gives the id of its space."""
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    concept_text, concept_text_offsets = texts([word.encode() for word in WORDS])
    prompts, prompt_offsets = texts([word.encode() + b"\0" for word in WORDS])
    strings, string_offsets = texts([text.encode() for text in STRINGS])
    tensors = {
        "embeddings": rows,
        "concept_columns": numbers(0, 1, 2), "concept_owners": numbers(0, 1, 0),
        "concept_text": concept_text, "concept_text_offsets": concept_text_offsets,
        "concept_prompts": prompts, "concept_prompt_offsets": prompt_offsets,
        "origin_files": numbers(0, 0, 0), "origin_lines": numbers(1, 2, 3),
        "origin_characters": numbers(1, 1, 1),
        "column_kinds": np.array([0, 0, 2], np.uint8), "column_owners": numbers(0, 1, 0),
        "class_ids": np.array([0, 1], np.int64), "class_names": numbers(0, 1),
        "class_superclasses": numbers(-1, -1), "class_columns": numbers(0, 1),
        "class_templates": numbers(0, 0), "superclass_names": numbers(),
        "ood_names": numbers(2), "ood_columns": numbers(2, 3), "ood_near": numbers(),
        "ood_near_offsets": numbers(0, 0), "ood_templates": numbers(0),
        "template_list_names": numbers(3), "templates": numbers(4),
        "template_list_offsets": numbers(0, 1),
        "template_list_digests": np.frombuffer(digest(b"{}\0"), np.uint8)[None],
        "file_names": numbers(5), "file_digests": np.zeros((1, 32), np.uint8),
        "strings": strings, "string_offsets": string_offsets,
    }
    digits = "sha256:" + "0a" * 32
    space = (f"promptbank space 1\nencoder {digits}\ntokenizer hf\nvocabulary {digits}\n"
             f"dimension {rows.shape[1]}\n")
    metadata = {
        "promptbank.bank": "1", "promptbank.set": "axes", "promptbank.columns": "class",
        "promptbank.ood": "separate", "promptbank.encoder": digits, "promptbank.tokenizer": "hf",
        "promptbank.vocabulary": digits, "promptbank.dimension": str(rows.shape[1]),
        "promptbank.space": "sha256:" + hashlib.sha256(space.encode()).hexdigest(),
    }
    if temperature is not None:
        metadata["promptbank.temperature"] = str(temperature)
    for name, tensor in tensors.items():
        metadata["promptbank.sha256." + name] = hashlib.sha256(tensor.tobytes()).hexdigest()
    identity = b"".join(f"{key}\0{metadata[key]}\0".encode() for key in sorted(metadata))
    metadata["promptbank.digest"] = "sha256:" + hashlib.sha256(identity).hexdigest()
    write(path, tensors, metadata)
    return metadata["promptbank.space"]


def write(path, tensors, metadata):
    kinds = {"float32": "F32", "int64": "I64", "int32": "I32", "uint8": "U8"}
    header, data = {"__metadata__": metadata}, b""
    # By element size, so that each begins at a multiple of its own.
    for name, tensor in sorted(tensors.items(), key=lambda item: (-item[1].itemsize, item[0])):
        start, data = len(data), data + tensor.tobytes()
        header[name] = {"dtype": kinds[str(tensor.dtype)], "shape": list(tensor.shape),
                        "data_offsets": [start, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    make(pathlib.Path(__file__).parent / "axes.bank.safetensors", np.eye(3))
