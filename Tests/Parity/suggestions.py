"""What `suggest` proposes for sets of the library, against a person's judgement.

Judgements/SET.tsv holds, for the first ten ood entries proposed for prompts/SET.prompts, or for a first draft of
a domain that the library does not have, Judgements/SET.prompts, with the default encoder and WordNet, whether the entry is worth keeping, and why. Each of the ten must have been judged, and six of them
must be worth keeping: a change of the ranking asks for a person's eyes, and cannot quietly make it worse.

MVTec AD is the exception, as it was judged: what goes wrong with a product is a state of it (cracked, bent,
rusty), and `suggest` knows things.

Needs the standard library only, and Debian's wordnet-base.
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

WORTH = 6
FEWER = {"mvtec-ad": 1}
here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent

parser = argparse.ArgumentParser()
parser.add_argument("--promptbank", required=True)
parser.add_argument("--encoder", required=True)
parser.add_argument("--bank")
arguments = parser.parse_args()


def suggest(path, *options, environment=None):
    with_encoder = () if environment else ("--encoder", arguments.encoder)
    run = subprocess.run(
        [arguments.promptbank, "suggest", str(path), *with_encoder, *options, "--format", "json"],
        capture_output=True, text=True, env={**os.environ, **(environment or {})})
    if run.returncode != 0:
        sys.exit(f"{path}: exit {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


failures = []
judged_sets = sorted((here / "Judgements").glob("*.tsv"))
if len(judged_sets) < 5:
    failures.append(f"only {len(judged_sets)} sets are judged")
for file in judged_sets:
    with file.open(newline="") as lines:
        verdicts = {row["name"]: row for row in csv.DictReader(lines, delimiter="\t")}
    for name, row in verdicts.items():
        if row["verdict"] not in ("keep", "drop") or not row["reason"]:
            failures.append(f"{file.name}: {name} has no verdict with a reason")
    draft = file.with_suffix(".prompts")
    judged = draft if draft.exists() else root / "prompts" / draft.name
    names = [entry["name"] for entry in suggest(judged)["ood"]][:10]
    unjudged = [name for name in names if name not in verdicts]
    worth = sum(name in verdicts and verdicts[name]["verdict"] == "keep" for name in names)
    print(f"{file.stem}: {worth} of {len(names)} are worth keeping")
    if unjudged:
        failures.append(f"{file.stem}: not judged: {', '.join(unjudged)}")
    if worth < FEWER.get(file.stem, WORTH):
        failures.append(f"{file.stem}: only {worth} are worth keeping")

# The 19 evaluated classes by their names alone: against the library, Mapillary Vistas among it, and against that
# set alone, also where there is neither WordNet nor an encoder.
names = """road,sidewalk,building,wall,fence,pole,traffic light,traffic sign,vegetation,terrain,sky,person,rider,car,
truck,bus,train,motorcycle,bicycle""".replace("\n", "").split(",")
vistas = ("--against", str(root / "prompts/mapillary-vistas.prompts"))
with tempfile.TemporaryDirectory() as folder:
    bare = pathlib.Path(folder) / "bare.prompts"
    bare.write_text('edition 1\nset bare "1"\n' + "".join(
        f'class {number} "{name}" = {name}\n' for number, name in enumerate(names)))
    nothing = {"WNSEARCHDIR": folder, "PROMPTBANK_CACHE": folder, "PROMPTBANK_ENCODER": ""}
    for against, options in (("the library", ()), ("Mapillary Vistas", vistas)):
        for tools, environment in (("", None), (", by the sets alone", nothing)):
            first = [entry["name"] for entry in suggest(bare, *options, environment=environment)["ood"]][:5]
            print(f"Cityscapes by its names against {against}{tools}: {', '.join(first)}")
            for name in ("caravan", "trailer"):
                if name not in first:
                    failures.append(f"{name} is not among the first five against {against}{tools}: {first}")

for failure in failures:
    print("error:", failure, file=sys.stderr)
sys.exit(bool(failures))
