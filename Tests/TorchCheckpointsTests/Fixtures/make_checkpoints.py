#!/usr/bin/env python3
"""Tiny checkpoints as torch.save writes them, and hostile ones that it never would.

    make_checkpoints.py [FOLDER]

FOLDER defaults to this script's. `accepted.json` holds for each file of `accepted` its tensors as
PyTorch reads them; `refused.json` for each file of `refused` a part of the message that refuses it.

Made with Python 3.11, torch 2.13.
"""
import collections
import io
import json
import pathlib
import pickle
import struct
import sys
import zipfile

import torch


def numbers(*shape, start=0, dtype=torch.float32):
    count = torch.Size(shape).numel()
    return (torch.arange(start, start + count, dtype=torch.float32) / 8 - 1).reshape(shape).to(dtype)


def state():
    whole = numbers(4, 6)
    return collections.OrderedDict(
        float=numbers(2, 3), half=numbers(3, dtype=torch.half), bfloat=numbers(2, 2, dtype=torch.bfloat16),
        double=numbers(2, dtype=torch.double), long=torch.arange(5)[None], int=torch.arange(3, dtype=torch.int32),
        scalar=torch.tensor(4.6052), empty=torch.empty(0, 3), transposed=numbers(3, 2, start=5).T, shared=whole,
        rows=whole[1:3], columns=whole[:, 1:4], every_second=whole[::2, ::3], expanded=numbers(3, 1).expand(3, 2),
        permuted=numbers(2, 3, 4).permute(2, 0, 1))


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def module():
    torch.manual_seed(1)
    return torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))


def archive(pickled, extra=(), root="archive", **entries):
    """A zip archive of stored entries with this pickle."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for name, data in {"data.pkl": pickled, "byteorder": b"little", **entries}.items():
            info = zipfile.ZipInfo(f"{root}/{name}", (1980, 1, 1, 0, 0, 0))
            file.writestr(info, data)
        for name, data in extra:
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return buffer.getvalue()


def tensor(storage="FloatStorage", key="0", count=4, offset=0, size=(2, 2), stride=(2, 1)):
    """The pickle of a dictionary with one tensor, `a`."""
    def integer(value):
        return b"J" + struct.pack("<i", value) if -2**31 <= value < 2**31 else b"\x8a\x08" + struct.pack("<q", value)

    def text(value):
        return b"X" + struct.pack("<I", len(value)) + value.encode()

    return (b"\x80\x02}" + text("a") + b"ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage")
            + f"ctorch\n{storage}\n".encode() + text(key) + text("cpu") + integer(count) + b"tQ" + integer(offset)
            + b"(" + b"".join(map(integer, size)) + b"t(" + b"".join(map(integer, stride)) + b"t\x89}tRs.")


class Call:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def accepted():
    training = {"epoch": 3, "name": "run", "state_dict": {"module." + k: v for k, v in state().items()},
                "optimizer": {"state": {0: {"step": torch.tensor(3.0), "exp_avg": numbers(2)}},
                              "param_groups": [{"lr": 1e-3, "betas": (0.9, 0.98), "eps": 1e-8, "params": [0, 1]}]},
                "scaler": None, "best": 0.5, "large": 2**70}
    return {
        "dictionary": saved(dict(state())),
        "ordered_dictionary": saved(state()),
        "state_dict": saved(module().state_dict()),
        "parameters": saved(dict(module().named_parameters())),
        "training": saved(training),
        "protocol_4": saved(state(), pickle_protocol=4),
        "older_zip": archive(tensor(), version=b"3\n", **{"data/0": numbers(4).numpy().tobytes()}),
    }


def broken_zip(data, at, value):
    """An archive with a field of its last entry of the directory changed."""
    place = data.rindex(b"PK\x01\x02") + at
    return data[:place] + value + data[place + len(value):]


def refused():
    storage = {"data/0": numbers(4).numpy().tobytes()}
    whole = archive(tensor(), **storage)
    legacy = saved({"a": numbers(2)}, _use_new_zipfile_serialization=False)
    deflated = io.BytesIO()
    with zipfile.ZipFile(deflated, "w") as file:
        info = zipfile.ZipInfo("archive/data.pkl", (1980, 1, 1, 0, 0, 0))
        file.writestr(info, tensor() * 9, zipfile.ZIP_DEFLATED)
    script = b"\x80\x02c__torch__.torch.nn.modules.linear\nLinear\n)\x81."
    laughs = b"\x80\x02K\x01q\x00" + b"".join(b"h" + bytes([i]) + b"h" + bytes([i]) + b"\x86q" + bytes([i + 1])
                                          for i in range(200)) + b"."
    twice = tensor()[:-1] + tensor()[3:]
    return {
        "system": (archive(b"\x80\x02cos\nsystem\nX\x04\x00\x00\x00true\x85R."), "`os.system`"),
        "reduce": (archive(pickle.dumps({"a": Call(print, "run")}, 2)), "`__builtin__.print`"),
        "stack_global": (archive(pickle.dumps({"a": Call(eval, "1")}, 4)), "`builtins.eval`"),
        "numpy": (saved({"a": numbers(2).numpy()}), "`numpy"),
        "namespace": (saved({"state_dict": {"a": numbers(2)}, "args": __import__("argparse").Namespace(x=1)}),
                      "`argparse.Namespace`"),
        "whole_module": (saved(module()), "`torch.nn.modules.container.Sequential`"),
        "nested_name": (archive(b"\x80\x04\x8c\x0bcollections\x8c\x14OrderedDict.fromkeys\x93."), "`collections.OrderedDict.fromkeys`"),
        "complex": (saved({"a": torch.zeros(1, dtype=torch.complex64)}), "`torch.ComplexFloatStorage`"),
        "cursor": (archive(b"\x80\x02cos\x1b[2J\nsystem\n."), "`os\\u{1b}[2J.system`"),
        "legacy": (legacy[:40], "before 1.6"),
        "script": (archive(script, **{"code/__torch__/x.py": b"", "constants.pkl": b"\x80\x02)."}), "TorchScript archive"),
        "script_class": (archive(script), "TorchScript code (`__torch__.torch.nn.modules.linear.Linear`)"),
        "list": (saved([numbers(2)]), "holds a list, not a dictionary"),
        "no_tensors": (saved({"epoch": 3, "model": {"x": 1}}), "its keys are `epoch`, `model`"),
        "text": (b"version https://git-lfs.github.com/spec/v1\n", "no zip archive"),
        "nothing": (b"", "no zip archive"),
        "other_zip": (archive(b"", root="a", extra=[("b/c", b"")]), "no folder holds all"),
        "no_pickle": (archive(tensor()).replace(b"data.pkl", b"data.pkx"), "without `data.pkl`"),
        "big_endian": (archive(tensor(), byteorder=b"big", **storage), "byte order"),
        "compressed": (deflated.getvalue(), "is compressed"),
        "encrypted": (broken_zip(whole, 8, b"\1\0"), "is encrypted"),
        "other_disk": (broken_zip(whole, 34, b"\1\0"), "another disk"),
        "outside": (broken_zip(whole, 20, b"\xfe\xff\xff\x7f" * 2), "outside the file"),
        "overlapping": (broken_zip(whole, 42, b"\0\0\0\0"), "is not named"),
        "twice": (archive(tensor(), extra=[("archive/byteorder", b"little")]), "is there twice"),
        "missing_storage": (archive(tensor()), "its storage `0` is not in the archive"),
        "short_storage": (archive(tensor(count=5), **storage), "do not fill its storage"),
        "huge_storage": (archive(tensor(count=2**62), **storage), "do not fill its storage"),
        "beyond": (archive(tensor(offset=1), **storage), "reaches outside its storage"),
        "negative": (archive(tensor(offset=-1), **storage), "reaches outside its storage"),
        "backwards": (archive(tensor(offset=3, stride=(-2, -1)), **storage), "reaches outside its storage"),
        "overflow": (archive(tensor(size=(2**40, 2**40)), **storage), "is not one of a tensor"),
        "wide_stride": (archive(tensor(size=(3, 1), stride=(2**62, 1)), **storage), "reaches outside its storage"),
        "repeated": (archive(tensor(size=(2**40,), stride=(0,)), **storage), "repeat 1 stored ones"),
        "ranks": (archive(tensor(size=(2,)), **storage), "do not fit"),
        "tensor_twice": (archive(twice, **storage), "is there twice"),
        "laughs": (archive(laughs), "ends with 201 values"),
        "itself": (archive(b"\x80\x02]q\x00h\x00a."), "holds a list"),
        "two_values": (archive(b"\x80\x02}}."), "ends with 2 values"),
        "unfinished": (archive(b"\x80\x02}("), "ends in the middle"),
        "no_stack": (archive(b"\x80\x02s."), "a value that is not there"),
        "behind_a_mark": (archive(b"\x80\x02}((K\x01s."), "a value that is not there"),
        "unknown_memo": (archive(b"\x80\x02j\xff\xff\xff\xff."), "recalls value 4294967295"),
        "text_length": (archive(b"\x80\x02X\xff\xff\xff\xffabc."), "ends in the middle"),
        "old_protocol": (archive(b"(dp0\n."), "protocol 2 or later"),
        "instruction": (archive(b"\x80\x02I5\n."), "instruction 0x49"),
        "build": (archive(b"\x80\x02]}b."), "attributes are set on a list"),
        "rest": (archive(tensor() + b"x", **storage), "bytes follow"),
    }


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    good, bad = folder / "accepted", folder / "refused"
    good.mkdir(exist_ok=True)
    bad.mkdir(exist_ok=True)
    expected = {}
    for name, data in accepted().items():
        (good / f"{name}.pt").write_bytes(data)
        found = torch.load(good / f"{name}.pt", weights_only=False)
        found = found.get("state_dict", found)
        expected[name] = {key: {"dtype": str(value.dtype)[6:], "shape": list(value.shape),
                                "values": value.double().flatten().tolist()} for key, value in found.items()}
    (folder / "accepted.json").write_text(json.dumps(expected, indent=1) + "\n")
    messages = {}
    for name, (data, message) in refused().items():
        (bad / f"{name}.pt").write_bytes(data)
        messages[name] = message
    (folder / "refused.json").write_text(json.dumps(messages, indent=1) + "\n")


if __name__ == "__main__":
    main()
