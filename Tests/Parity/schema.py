"""Holds the JSON Schemas of grammar/ against the parser and the command.

jsonschema 4.26, check-jsonschema 0.39, PyYAML 6.0.
"""
import argparse
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

GRAMMAR = pathlib.Path(__file__).parents[2] / "grammar"
# Findings that the structure of a file can show. All others are about names, the spelling of a
# concept, or YAML itself, of which a schema sees nothing.
STRUCTURE = {
    "PB003", "PB004", "PB005", "PB006", "PB007", "PB011", "PB012", "PB013", "PB016", "PB017", "PB026",
    "PB032", "PB107", "PB108", "PB303", "PB601", "PB602", "PB604", "PB610", "PB611", "PB802",
}
# Errors that concern what files and names there are: the structure may still be sound.
NAMES = {"PB2", "PB3", "PB4", "PB5", "PB6", "PB8"}


class Loader(yaml.SafeLoader):
    """Reads numbers as other readers do where all agree, and every other scalar as its text."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, starts in [
    ("int", r"^-?(0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(0|[1-9][0-9]*)\.[0-9]*[1-9]$", list("-0123456789")),
    ("null", r"^$", [""]),
]:
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), starts)


def check(condition, what):
    if not condition:
        raise SystemExit("error: " + what)


def validator(name):
    schema = json.loads((GRAMMAR / f"{name}.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def text_keys(value):
    """JSON has text keys only."""
    if isinstance(value, dict):
        return {str(key): text_keys(item) for key, item in value.items()}
    return [text_keys(item) for item in value] if isinstance(value, list) else value


def findings(promptbank, paths):
    """The error codes of each file, from one run of `check`."""
    run = subprocess.run(
        [promptbank, "check", "--format", "json", *map(str, paths)], capture_output=True, text=True)
    check(run.returncode in (0, 1), "check failed: " + run.stderr)
    report = json.loads(run.stdout)
    validator("findings").validate(report)
    codes = {str(path): [] for path in paths}
    for finding in report["findings"]:
        if finding["level"] == "error" and finding["file"] in codes:
            codes[finding["file"]].append(finding["code"])
    return codes


def compare(schema, codes, documents):
    """Both verdicts on every file of which both can judge; returns how many were compared."""
    compared = rejected = 0
    for path, found in codes.items():
        structural = [code for code in found if code in STRUCTURE]
        beyond = [code for code in found if code not in STRUCTURE and code[:3] not in NAMES]
        if beyond or path not in documents:
            continue
        errors = list(schema.iter_errors(documents[path]))
        compared += 1
        rejected += bool(structural)
        check(
            bool(errors) == bool(structural),
            f"{path}: the parser found {found}, the schema {[e.message for e in errors]}:\n"
            + pathlib.Path(path).read_text())
    return compared, rejected


def load(path):
    try:
        return text_keys(yaml.load(path.read_text(), Loader))
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def mutations(value, path=()):
    """Every document with one key dropped, one value of a wrong kind, or one unknown key."""
    def changed(edit):
        whole = copy.deepcopy(value)
        place = whole
        for step in path:
            place = place[step]
        edit(place)
        return whole

    place = value
    for step in path:
        place = place[step]
    if isinstance(place, dict):
        yield changed(lambda here: here.update(unknownkeyofnoone="x"))
        keys = list(place)
    elif isinstance(place, list):
        keys = range(len(place))
    else:
        return
    for key in keys:
        if isinstance(place, dict):
            yield changed(lambda here: here.pop(key))
        for wrong in ("x", "", " ", 7, -1, 0.5, None, [], {}, ["x"], [None], {"x": "y"}, [["x"]]):
            yield changed(lambda here: here.__setitem__(key, wrong))
        yield from mutations(value, path + (key,))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--bank")
    arguments, _ = parser.parse_known_args()
    promptbank = arguments.promptbank

    printed = subprocess.run([promptbank, "schema"], capture_output=True, text=True, check=True).stdout
    check(
        printed == (GRAMMAR / "promptbank.schema.json").read_text(),
        "`promptbank schema` prints another schema than grammar/promptbank.schema.json")
    schema = validator("promptbank")

    corpus = sorted(GRAMMAR.glob("corpus/*/*.prompts.yaml"))
    documents = {str(path): load(path) for path in corpus}
    # An empty file is no document of any kind; others may be null.
    readable = {
        path: document for path, document in documents.items()
        if document is not None or pathlib.Path(path).name.startswith("empty")
    }
    codes = findings(promptbank, corpus)
    print("corpus: %d files compared, %d of them rejected" % compare(schema, codes, readable))

    accepted = [path for path in corpus if path.parent.name == "accepted"]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        mutated = {}
        for original in accepted:
            document = readable.get(str(original))
            if document is None or codes[str(original)]:
                continue
            for number, mutation in enumerate(mutations(document)):
                path = folder / f"{original.name.split('.')[0]}-{number}.prompts.yaml"
                path.write_text(yaml.safe_dump(mutation, sort_keys=False, allow_unicode=True))
                # As written, not as changed: both read the same text.
                mutated[str(path)] = load(path)
        paths = list(mutated)
        codes = {}
        for start in range(0, len(paths), 500):
            codes |= findings(promptbank, paths[start:start + 500])
        print("mutations: %d files compared, %d of them rejected" % compare(schema, codes, mutated))

    # The reader that people run: traps are where it may see other values, so they are left out.
    plain = [str(path) for path in accepted if not path.name.startswith("trap")]
    tool = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(GRAMMAR / "promptbank.schema.json")]
    run = subprocess.run(tool + plain, capture_output=True, text=True)
    check(run.returncode == 0, "check-jsonschema rejects an accepted file:\n" + run.stdout)
    print(f"check-jsonschema: {len(plain)} accepted files")

    expansions = validator("expansion")
    count = 0
    for path in [GRAMMAR.parent / "prompts/cityscapes.prompts", *GRAMMAR.glob("corpus/accepted/*.prompts")]:
        for options in [[], ["--origins"]]:
            run = subprocess.run(
                [promptbank, "expand", "--format", "json", *options, str(path)], capture_output=True, text=True)
            if run.stdout:
                expansions.validate(json.loads(run.stdout))
                count += 1
    check(count >= 40, "hardly any file could be expanded")
    print(f"expansion: {count} outputs")

    if arguments.bank:
        inspections = validator("inspection")
        tensors = sorted((GRAMMAR.parent / "Tests").glob("*/Fixtures/**/*.safetensors"))[:3]
        for path in [arguments.bank, *tensors]:
            run = subprocess.run(
                [promptbank, "inspect", "--format", "json", str(path)], capture_output=True, text=True, check=True)
            inspections.validate(json.loads(run.stdout))
        run = subprocess.run(
            [promptbank, "inspect", "--format", "json", "--compare", arguments.bank, arguments.bank],
            capture_output=True, text=True, check=True)
        inspections.validate(json.loads(run.stdout))
        print(f"inspection: {2 + len(tensors)} outputs")


main()
