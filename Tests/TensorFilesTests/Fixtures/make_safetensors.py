"""Writes safetensors.json: safetensors files as hexadecimal, with the verdict expected of us and the reference's.

Run again rather than editing the fixture.
Needs safetensors 0.8.0 and numpy 2.x.

`ours` is "" for a file to accept, else a part of the reason. `reference` is what safetensors 0.8.0
does. The two verdicts differ only where `stricter` names the sentence of the format's specification,
or the project's own rule, that the reference does not enforce.
"""
import json
import os
import pathlib
import re
import struct
import tempfile

from safetensors import safe_open

F = '{"dtype":"F32","shape":[2],"data_offsets":[0,8]}'
cases = []


def raw(name, content, ours, stricter=None):
    cases.append({"name": name, "hex": content.hex(), "ours": ours, "stricter": stricter})


def case(name, header, data=b"\0" * 8, ours="", stricter=None, length=None):
    header = header.encode() if isinstance(header, str) else header
    length = len(header) if length is None else length
    raw(name, struct.pack("<Q", length) + header + data, ours, stricter)


def entry(name="dtype", shape="[2]", offsets="[0,8]", dtype='"F32"'):
    return '{"a":{"dtype":%s,"shape":%s,"data_offsets":%s}}' % (dtype, shape, offsets)


# Accepted.
case("one tensor", entry())
case("no tensors", "{}", b"")
case("no tensors, padded", "{}      ", b"")
case("metadata alone", '{"__metadata__":{"k":"v"}}', b"")
case("empty metadata", '{"__metadata__":{}}', b"")
case("metadata last", '{"a":%s,"__metadata__":{"k":"v"}}' % F)
case("a scalar", entry(shape="[]", offsets="[0,4]"), b"\0" * 4)
case("an empty tensor", entry(shape="[0]", offsets="[0,0]"), b"")
case("two empty tensors", '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"I8","shape":[3,0],"data_offsets":[0,0]}}', b"")
case("an empty tensor between", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"e":{"dtype":"F32","shape":[0],"data_offsets":[1,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', b"\1\2")
case("entries against the data's order", '{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}')
case("white space everywhere", '{ "a" : { "dtype" : "F32" , "shape" : [ 2 ] ,\n\t"data_offsets" : [ 0 , 8 ] } }')
case("fields in another order", '{"a":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}}')
case("an empty name", '{"":%s}' % F)
case("a name with escapes", r'{"\u00e9\ud83d\ude00\"\\\n":%s}' % F)
case("a name beyond ASCII", '{"é😀":%s}' % F)
case("an escaped field name", r'{"a":{"\u0064type":"F32","shape":[2],"data_offsets":[0,8]}}')
case("not a number among the values", entry(), b"\xff" * 8)
for dtype, shape, size in [
    ("BOOL", "[3]", 3), ("U8", "[3]", 3), ("I8", "[3]", 3), ("F8_E5M2", "[3]", 3), ("F8_E4M3", "[3]", 3),
    ("F8_E8M0", "[3]", 3), ("F8_E4M3FNUZ", "[3]", 3), ("F8_E5M2FNUZ", "[3]", 3), ("I16", "[3]", 6),
    ("U16", "[3]", 6), ("F16", "[3]", 6), ("BF16", "[3]", 6), ("I32", "[3]", 12), ("U32", "[3]", 12),
    ("F32", "[3]", 12), ("C64", "[3]", 24), ("F64", "[3]", 24), ("I64", "[3]", 24), ("U64", "[3]", 24),
    ("F4", "[4]", 2), ("F6_E2M3", "[4]", 3), ("F6_E3M2", "[2,2]", 3),
]:
    case("dtype " + dtype, entry(dtype='"%s"' % dtype, shape=shape, offsets="[0,%d]" % size), b"\0" * size)

# The frame.
raw("an empty file", b"", "too short")
raw("seven bytes", b"\0" * 7, "too short")
raw("eight zero bytes", b"\0" * 8, "begins with `{`")
raw("a header length of 0", b"\0" * 16, "begins with `{`")
case("a header length past the end", entry(), length=10_000, ours="passes the end")
case("a header length of 2^64 - 1", entry(), length=2**64 - 1, ours="above the format's limit")
case("a header length of 2^63", entry(), length=2**63, ours="above the format's limit")
case("a header length above the limit", entry(), length=100_000_001, ours="above the format's limit")
case("a header one byte short", entry(), length=len(entry()) - 1, ours="is missing")
case("a header one byte long", entry(), b" " * 8, length=len(entry()) + 1, ours="past the end")
case("a NUL as padding", entry() + "\0", ours="only spaces")
case("a line break as padding", entry() + "\n", ours="only spaces", stricter="padding is spaces (0x20)")
case("a tab as padding", entry() + "\t", ours="only spaces", stricter="padding is spaces (0x20)")
case("a space before the brace", " " + entry(), ours="begins with `{`", stricter="the header begins with {")
case("a line break before the brace", "\n" + entry(), ours="begins with `{`", stricter="the header begins with {")
case("a byte order mark", "\ufeff" + entry(), ours="begins with `{`")
case("text after the object", entry() + "x", ours="only spaces")
case("a second object", entry() + "{}", ours="only spaces")
case("an array as header", "[]", b"", ours="begins with `{`")
case("a string as header", '"a"', b"", ours="begins with `{`")

# JSON.
case("an unclosed object", entry()[:-1], ours="is missing")
case("a comma too many", entry()[:-1] + ",}", ours="a key is missing")
case("a comma too many in an entry", entry().replace("}}", ",}}"), ours="a key is missing")
case("a comma too many in a shape", entry(shape="[2,]"), ours="an integer of at least 0")
case("no colon", '{"a" %s}' % F, ours="`:` is missing")
case("no comma", '{"a":%s "b":%s}' % (F, F), ours="`,` or `}` is missing")
case("a key without quotes", "{a:%s}" % F, ours="a key is missing")
case("a key in single quotes", "{'a':%s}" % F, ours="a key is missing")
case("a comment", entry().replace("{", "{/**/", 1), ours="a key is missing")
case("an unclosed string", '{"a', ours="without an end")
case("a string ending in a backslash", '{"a\\', ours="without an end")
case("a name that is not UTF-8", b'{"\xff":' + F.encode() + b"}", ours="not UTF-8")
case("a name with a surrogate in UTF-8", b'{"\xed\xa0\x80":' + F.encode() + b"}", ours="not UTF-8")
case("half a surrogate pair", r'{"\ud800":%s}' % F, ours="surrogate")
case("an unknown escape", r'{"\x41":%s}' % F, ours="escape")
case("a control character in a name", '{"a\x01":%s}' % F, ours="control character")
case("deep nesting", '{"a":' + "[" * 200 + "]" * 200 + "}", ours="not an object")
case("an entry that is an array", '{"a":[]}', ours="not an object")
case("an entry that is null", '{"a":null}', ours="not an object")

# Entries.
case("a name twice", '{"a":%s,"a":%s}' % (F, F), ours="`a` is there twice", stricter="duplicate keys are disallowed")
case("a name twice, once escaped", r'{"a":%s,"\u0061":%s}' % (F, F), ours="`a` is there twice", stricter="duplicate keys are disallowed")
case("names equal in normal form", '{"é":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"e\u0301":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', b"\0\0", ours="is there twice", stricter="our rule: names differ in more than their Unicode normal form")
case("a field twice", entry().replace('"dtype"', '"dtype":"F32","dtype"'), ours="`dtype` twice")
case("an unknown field", entry().replace('"dtype"', '"x":1,"dtype"'), ours="unknown field `x`", stricter="our rule: an entry has dtype, shape and data_offsets")
case("no dtype", '{"a":{"shape":[2],"data_offsets":[0,8]}}', ours="no `dtype`")
case("no shape", '{"a":{"dtype":"F32","data_offsets":[0,8]}}', ours="no `shape`")
case("no offsets", '{"a":{"dtype":"F32","shape":[2]}}', ours="no `data_offsets`")
case("an empty entry", '{"a":{}}', ours="no `dtype`")
case("an unknown dtype", entry(dtype='"F33"'), ours="`F33` is unknown")
case("a dtype in small letters", entry(dtype='"f32"'), ours="`f32` is unknown")
case("a dtype that is a number", entry(dtype="32"), ours="a dtype is a string")
case("a dtype that is null", entry(dtype="null"), ours="a dtype is a string")
case("a shape that is a number", entry(shape="2"), ours="an array of integers")
case("a shape that is null", entry(shape="null"), ours="an array of integers")
case("a negative extent", entry(shape="[-2]"), ours="an integer of at least 0")
case("minus zero", entry(shape="[-0]", offsets="[0,0]"), b"", ours="an integer of at least 0")
case("an extent with a fraction", entry(shape="[2.0]"), ours="is missing among integers")
case("an extent with an exponent", entry(shape="[2e0]"), ours="is missing among integers")
case("an extent with a leading zero", entry(shape="[02]"), ours="leading zero")
case("an extent as text", entry(shape='["2"]'), ours="an integer of at least 0")
case("a nested shape", entry(shape="[[2]]"), ours="an integer of at least 0")
case("an extent of 2^64", entry(shape="[18446744073709551616]"), ours="too large")
case("an extent of 2^64 - 1", entry(shape="[18446744073709551615]"), ours="too large")
case("an extent of 2^63 beside 0", entry(shape="[0,9223372036854775808]", offsets="[0,0]"), b"", ours="too large", stricter="our rule: extents fit 63 bits")
case("a product above 64 bits", entry(shape="[4294967296,4294967296]"), ours="too many elements")
case("a product that wraps to the size", entry(shape="[4611686018427387905,2,2]"), ours="too many elements")
case("bits above 64 bits", entry(shape="[1152921504606846976]"), ours="no whole number of bytes")
case("a shape larger than its data", entry(shape="[3]"), ours="takes 12 bytes")
case("a shape smaller than its data", entry(shape="[1]"), ours="takes 4 bytes")
case("bits that end inside a byte", entry(dtype='"F4"', shape="[3]", offsets="[0,2]"), b"\0\0", ours="no whole number of bytes")
case("six-bit elements that end inside a byte", entry(dtype='"F6_E2M3"', shape="[3]", offsets="[0,3]"), b"\0" * 3, ours="no whole number of bytes")
case("one offset", entry(offsets="[8]"), ours="1 numbers")
case("three offsets", entry(offsets="[0,8,8]"), ours="3 numbers")
case("offsets reversed", entry(offsets="[8,0]"), ours="before they start")
case("offsets past the end", entry(offsets="[0,12]", shape="[3]"), ours="past the end")
case("offsets near 2^63", entry(offsets="[9223372036854775799,9223372036854775807]"), ours="past the end")
case("offsets of 2^64", entry(offsets="[0,18446744073709551616]"), ours="too large")
case("offsets as floats", entry(offsets="[0.0,8.0]"), ours="is missing among integers")
case("a hole at the start", entry(offsets="[4,12]"), b"\0" * 12, ours="leaves a hole")
case("a hole between", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}', b"\0" * 3, ours="leaves a hole")
case("an overlap", '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}', b"\0" * 3, ours="overlaps")
case("two names for one range", '{"a":%s,"b":%s}' % (F, F), ours="overlaps")
case("an empty tensor in a hole", entry(shape="[0]", offsets="[1,1]"), b"\0", ours="leaves a hole")
case("bytes after the last tensor", entry(), b"\0" * 9, ours="follow the last tensor")
case("bytes without a tensor", "{}", b"\0", ours="follow the last tensor")
case("data cut short", entry(), b"\0" * 7, ours="past the end")
case("no data", entry(), b"", ours="past the end")

# Metadata.
case("metadata twice", '{"__metadata__":{},"__metadata__":{},"a":%s}' % F, ours="`__metadata__` is there twice")
case("a metadata key twice", '{"__metadata__":{"k":"1","k":"2"},"a":%s}' % F, ours="`k` is there twice", stricter="duplicate keys are disallowed")
case("a metadata number", '{"__metadata__":{"k":1},"a":%s}' % F, ours="not a string")
case("a metadata null", '{"__metadata__":{"k":null},"a":%s}' % F, ours="not a string")
case("metadata that is a list", '{"__metadata__":[],"a":%s}' % F, ours="not an object")
case("metadata that is null", '{"__metadata__":null,"a":%s}' % F, ours="not an object", stricter="__metadata__ is a map of strings")
case("metadata that is an entry", '{"__metadata__":%s}' % F, ours="not a string")


def reference(content):
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(content)
    try:
        with safe_open(file.name, "np") as opened:
            return "" if opened.keys() is not None else "?"
    except Exception as error:  # the library's own error type is not exported by every version
        # Of two wrong tensors the library names one or the other, from run to run.
        return re.sub("tensor `.*?`", "a tensor", str(error).split(": ", 1)[-1]) or "refused"
    finally:
        os.unlink(file.name)


if __name__ == "__main__":
    status = 0
    for one in cases:
        one["reference"] = reference(bytes.fromhex(one["hex"]))
        agree = (one["reference"] == "") == (one["ours"] == "")
        if agree != (one["stricter"] is None):
            print("verdicts of", repr(one["name"]), ":", one["ours"], "|", one["reference"])
            status = 1
    text = "[\n" + ",\n".join(json.dumps(one, ensure_ascii=True) for one in cases) + "\n]\n"
    pathlib.Path(__file__).with_name("safetensors.json").write_text(text)
    raise SystemExit(status)
