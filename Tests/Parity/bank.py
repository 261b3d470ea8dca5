"""Reads a bank with numpy and safetensors alone, knowing only what grammar/bank.md says, and checks all of it.

safetensors 0.8.0, numpy 2.4. With --promptbank, also a small set compiled for the purpose.
"""
import argparse
import hashlib
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from safetensors import safe_open

TYPES = {
    "embeddings": "F32", "concept_columns": "I32", "concept_owners": "I32", "concept_text": "U8",
    "concept_text_offsets": "I64", "concept_prompts": "U8", "concept_prompt_offsets": "I64",
    "origin_files": "I32", "origin_lines": "I32", "origin_characters": "I32", "column_kinds": "U8",
    "column_owners": "I32", "class_ids": "I64", "class_names": "I32", "class_superclasses": "I32",
    "class_columns": "I32", "class_templates": "I32", "superclass_names": "I32", "ood_names": "I32",
    "ood_columns": "I32", "ood_near": "I32", "ood_near_offsets": "I32", "ood_templates": "I32",
    "template_list_names": "I32", "templates": "I32", "template_list_offsets": "I32",
    "template_list_digests": "U8", "file_names": "I32", "file_digests": "U8", "strings": "U8",
    "string_offsets": "I64",
}

SET = """edition 1

set known "1.0"
license CC0-1.0
source "parity"

templates default {
  "a photo of {}."
  "{}"
}

superclass flat {
  class 0 road = road, street
}
class 1 sky = sky!mass
superclass flat2 {
  class 2 car = car
}

ood caravan near car, road = caravan, motorhome

scoring { temperature 0.02  columns superclass }
"""


def check(condition, what):
    if not condition:
        raise SystemExit("error: " + what)


def sha(data):
    return hashlib.sha256(data).hexdigest()


def is_offsets(numbers, start, end):
    return numbers[0] == start and numbers[-1] == end and bool(np.all(np.diff(numbers) >= 0))


def within(numbers, low, high):
    return bool(np.all((numbers >= low) & (numbers < high)))


def read(path):
    """The bank as dictionaries and lists; every rule of the format checked on the way."""
    with safe_open(path, "np") as bank:
        metadata = bank.metadata()
        types = TYPES | ({"void_embedding": "F32"} if "promptbank.void" in metadata else {})
        check(set(bank.keys()) == set(types), "tensors")
        for name, kind in types.items():
            check(bank.get_slice(name).get_dtype() == kind, f"{name} is not {kind}")
        t = {name: bank.get_tensor(name) for name in bank.keys()}
    value = {key.removeprefix("promptbank."): text for key, text in metadata.items()}
    check(value["bank"] == "1", "version")

    for name in types:
        check(value["sha256." + name] == sha(t[name].tobytes()), f"digest of {name}")
    identity = b"".join(
        key.encode() + b"\0" + text.encode() + b"\0"
        for key, text in sorted(metadata.items(), key=lambda pair: pair[0].encode())
        if key.startswith("promptbank.") and key != "promptbank.digest"
    )
    check(value["digest"] == "sha256:" + sha(identity), "identity of the bank")
    space = (
        f"promptbank space 1\nencoder {value['encoder']}\ntokenizer {value['tokenizer']}\n"
        f"vocabulary {value['vocabulary']}\ndimension {value['dimension']}\n"
    )
    check(value["space"] == "sha256:" + sha(space.encode()), "id of the space")

    def texts(data, offsets):
        check(is_offsets(t[offsets], 0, len(t[data])), offsets)
        raw = t[data].tobytes()
        return [raw[a:b] for a, b in zip(t[offsets], t[offsets][1:])]

    strings = [one.decode() for one in texts("strings", "string_offsets")]

    def names(table):
        check(within(t[table], 0, len(strings)), table)
        return [strings[i] for i in t[table]]

    e = t["embeddings"]
    count = len(e)
    check(e.shape == (count, int(value["dimension"])) and count, "shape of embeddings")
    lengths = np.linalg.norm(e.astype(np.float64), axis=1)
    check(np.all(np.abs(lengths - 1) < 1e-6), "length of rows")

    if "void" in value:
        check(t["void_embedding"].shape == (1, e.shape[1]), "shape of void_embedding")
        check(abs(np.linalg.norm(t["void_embedding"].astype(np.float64)) - 1) < 1e-6, "length of the void row")
    check(value.get("score", "entropy") in ("max-probability", "entropy", "energy", "rba"), "score")
    check(("alpha" in value) == ("beta" in value), "one of alpha and beta")
    check(all(0 <= float(value[key]) <= 1 for key in ("alpha", "beta") if key in value), "alpha and beta")
    unseen = [int(index) for index in value["unseen"].split(" ")] if "unseen" in value else []
    check(unseen == sorted(set(unseen)) and within(np.array(unseen, int), 0, len(t["class_ids"])), "unseen")

    columns, kinds = t["concept_columns"], t["column_kinds"]
    k, total = int(np.sum(kinds < 2)), len(kinds)
    check(np.all(kinds[:k] < 2) and np.all(kinds[k:] == 2), "kinds of columns")
    check(columns[0] == 0 and columns[-1] == total - 1 and np.all(np.isin(np.diff(columns), [0, 1])), "columns")

    class_names, superclass_names, ood_names = names("class_names"), names("superclass_names"), names("ood_names")
    check(within(t["class_superclasses"], -1, len(superclass_names)), "superclasses")
    expected = []  # the columns as the rules of the page make them
    for index, superclass in enumerate(t["class_superclasses"]):
        merged = value["columns"] == "superclass" and superclass >= 0
        column = (1, int(superclass)) if merged else (0, index)
        if column not in expected:
            expected.append(column)
        check(t["class_columns"][index] == expected.index(column), f"column of class {index}")
    check(is_offsets(t["ood_columns"], k, total), "ood_columns")
    for index, (a, b) in enumerate(zip(t["ood_columns"], t["ood_columns"][1:])):
        expected += [(2, index)] * int(b - a)
        check(b - a == 1 if value["ood"] == "grouped" else b - a >= 1, "columns of an ood entry")
    check(list(zip(kinds.tolist(), t["column_owners"].tolist())) == expected, "column_owners")

    check(is_offsets(t["template_list_offsets"], 0, len(t["templates"])), "template_list_offsets")
    templates = names("templates")
    lists = [templates[a:b] for a, b in zip(t["template_list_offsets"], t["template_list_offsets"][1:])]
    for one, digest in zip(lists, t["template_list_digests"]):
        check(sha(b"".join(text.encode() + b"\0" for text in one)) == digest.tobytes().hex(), "digest of templates")

    check(is_offsets(t["ood_near_offsets"], 0, len(t["ood_near"])) and within(t["ood_near"], 0, len(class_names)), "near")
    files = names("file_names")
    check(within(t["origin_files"], 0, len(files)), "origin_files")
    check(not any(name.startswith("/") for name in files), "a file name is absolute")
    concepts = []
    rows = zip(texts("concept_text", "concept_text_offsets"), texts("concept_prompts", "concept_prompt_offsets"))
    for row, (text, prompts) in enumerate(rows):
        owner, is_id = int(t["concept_owners"][row]), columns[row] < k
        if is_id:
            check(t["class_columns"][owner] == columns[row], f"owner of row {row}")
        else:
            check(t["ood_columns"][owner] <= columns[row] < t["ood_columns"][owner + 1], f"owner of row {row}")
        check(prompts.endswith(b"\0"), f"prompts of row {row}")
        prompts = prompts.decode().split("\0")[:-1]
        uses = t["class_templates" if is_id else "ood_templates"][owner]
        check(len(prompts) == len(lists[uses]), f"number of prompts of row {row}")
        check(t["origin_lines"][row] >= 1 and t["origin_characters"][row] >= 1, f"origin of row {row}")
        concepts.append({"text": text.decode(), "owner": (class_names if is_id else ood_names)[owner], "prompts": prompts,
                         "line": int(t["origin_lines"][row]), "character": int(t["origin_characters"][row])})
    owner_names = [class_names, superclass_names, ood_names]
    return {"metadata": value, "columns": [owner_names[kind][owner] for kind, owner in expected], "concepts": concepts,
            "classes": dict(zip(class_names, t["class_ids"].tolist())), "files": files,
            "file_digests": [one.tobytes().hex() for one in t["file_digests"]], "embeddings": e}


def compile_known(promptbank, encoder, folder):
    """A set whose bank is known in advance, but for the embeddings."""
    source = folder / "known.prompts"
    source.write_text(SET)
    path = folder / "known.safetensors"
    subprocess.run([promptbank, "compile", source, "--encoder", encoder, "-o", path], check=True)
    bank = read(path)
    check(bank["columns"] == ["flat", "sky", "flat2", "caravan", "caravan"], f"columns {bank['columns']}")
    check(bank["classes"] == {"road": 0, "sky": 1, "car": 2}, "classes")
    texts = [one["text"] for one in bank["concepts"]]
    check(texts == ["road", "street", "sky", "car", "caravan", "motorhome"], f"concepts {texts}")
    check(bank["concepts"][1]["prompts"] == ["a photo of street.", "street"], "prompts")
    lines = SET.split("\n")
    for one in bank["concepts"]:
        found = lines[one["line"] - 1][one["character"] - 1 :]
        check(found.startswith(one["text"]), f"`{one['text']}` is not at its origin: {found!r}")
    check(bank["files"] == ["known.prompts"] and bank["file_digests"] == [sha(SET.encode())], "files")
    check(float(bank["metadata"]["temperature"]) == 0.02, "temperature")

    # Each row is the normalised mean of the normalised embeddings of its prompts.
    prompts = folder / "prompts.txt"
    prompts.write_text("".join(text + "\n" for one in bank["concepts"] for text in one["prompts"]))
    raw = folder / "raw.safetensors"
    subprocess.run([promptbank, "encode", prompts, "--encoder", encoder, "-o", raw, "--raw"], check=True)
    with safe_open(raw, "np") as file:
        e = file.get_tensor("embeddings").astype(np.float64)
    e /= np.linalg.norm(e, axis=1, keepdims=True)
    mean = e.reshape(len(texts), 2, -1).mean(axis=1)
    mean /= np.linalg.norm(mean, axis=1, keepdims=True)
    difference = float(np.abs(mean - bank["embeddings"]).max())
    check(difference < 1e-5, f"rows differ from the mean of their prompts by {difference}")

    # Another folder gives the same bytes.
    other = folder / "elsewhere"
    other.mkdir()
    (other / "known.prompts").write_text(SET)
    subprocess.run([promptbank, "compile", other / "known.prompts", "--encoder", encoder, "-o", other / "b"], check=True)
    check((other / "b").read_bytes() == path.read_bytes(), "another folder gives other bytes")


def compile_choices(promptbank, encoder, folder):
    """Every further scoring choice, as written and as recorded; the rows are as without them."""
    source, path = folder / "known.prompts", folder / "choices.safetensors"
    choices = 'score max-probability  void "nothing at all"  alpha 0.4  beta 0.8  unseen sky  unseen car'
    source.write_text(SET.replace("columns superclass", "columns superclass  " + choices))
    subprocess.run([promptbank, "compile", source, "--encoder", encoder, "-o", path], check=True)
    bank = read(path)
    found = {key: bank["metadata"].get(key) for key in ("score", "void", "alpha", "beta", "unseen")}
    expected = {"score": "max-probability", "void": "nothing at all", "alpha": "0.4", "beta": "0.8", "unseen": "1 2"}
    check(found == expected, f"choices {found}")
    plain = read(folder / "known.safetensors")
    check(np.array_equal(bank["embeddings"], plain["embeddings"]), "the choices change rows")
    inspection_agrees(promptbank, path, bank)


def inspection_agrees(promptbank, path, bank):
    result = subprocess.run([promptbank, "inspect", path, "--format", "json"], capture_output=True, check=True)
    answer = json.loads(result.stdout)
    check(answer["version"] == 1 and answer["kind"] == "bank", "kind of a bank")
    ours = [one["text"] for one in answer["concepts"]]
    check(ours == [one["text"] for one in bank["concepts"]], "concepts of inspect")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--promptbank")
    parser.add_argument("--encoder")
    parser.add_argument("--bank", required=True)
    options = parser.parse_args()
    bank = read(options.bank)
    print(f"{len(bank['concepts'])} concepts in {len(bank['columns'])} columns: all as grammar/bank.md says")
    if options.promptbank:
        inspection_agrees(options.promptbank, options.bank, bank)
        with tempfile.TemporaryDirectory() as folder:
            compile_known(options.promptbank, options.encoder, pathlib.Path(folder))
            compile_choices(options.promptbank, options.encoder, pathlib.Path(folder))
        print("a known set: columns, concepts, origins, prompts, rows, and the same bytes from another folder")
