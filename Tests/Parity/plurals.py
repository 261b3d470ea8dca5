#!/usr/bin/env python3
"""Plurals against a reference list, through the command: each word is written with `(s)` and expanded.

    plurals.py --promptbank PATH [--list FILE]

FILE has the columns singular, plural, accepted (a|b), sources and decided_by; without it the list beside
the checkout is taken, and where there is none the comparison is skipped, out loud. A row is right if
what `(s)` adds is accepted, or if nothing is added to a word that has no other plural. The rows that
people or authorities decided have to reach 0.97 on class nouns and 0.90 overall.

Packages: none.
"""
import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys

DECIDED = ("authority", "hand", "hand-override", "already-plural", "hand-mass")


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def expanded(promptbank, words):
    """For each word what `(s)` adds to it, or None."""
    lines = ["edition 1", 'set plurals "1"']
    # A class a word, so that no word is a repeat of another; ids stop at 65535.
    lines += [f'class {i} "c{i}" = {quoted(word)}(s)' for i, word in enumerate(words)]
    run = subprocess.run(
        [promptbank, "expand", "--format", "json", "-"], input="\n".join(lines), capture_output=True,
        text=True)
    classes = json.loads(run.stdout)["classes"]
    assert len(classes) == len(words), "a word was lost"
    return [c["concepts"][1]["text"] if len(c["concepts"]) > 1 else None for c in classes]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    beside = pathlib.Path(__file__).resolve().parents[3] / "shared/data/plurals.tsv"
    parser.add_argument("--list", type=pathlib.Path, default=beside)
    arguments, _ = parser.parse_known_args()
    if not arguments.list.exists():
        print("skipped: no reference list of plurals beside the checkout")
        return

    with open(arguments.list, newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    # The same word stands in the list under one spelling only; case may differ.
    seen, unique = set(), []
    for row in rows:
        if row["singular"].lower() not in seen:
            seen.add(row["singular"].lower())
            unique.append(row)
    right, total, misses = collections.Counter(), collections.Counter(), []
    for row, added in zip(unique, expanded(arguments.promptbank, [r["singular"] for r in unique])):
        accepted = [a for a in row["accepted"].split("|") + [row["plural"]] if a]
        if added is None:
            good = not accepted or row["singular"] in accepted
        else:
            good = added in accepted
        groups = [row["decided_by"]]
        if row["decided_by"] in DECIDED:
            groups.append("decided, all")
            if "class:" in row["sources"]:
                groups.append("decided, class nouns")
        for group in groups:
            total[group] += 1
            right[group] += good
        if not good and row["decided_by"] in DECIDED:
            misses.append(f"{row['singular']} -> {added} (accepted: {row['accepted']})")
    for group in sorted(total):
        print(f"  {group:24} {right[group]:5} of {total[group]:5}  {right[group] / total[group]:.3f}")
    print("  misses: " + "; ".join(misses))
    if right["decided, class nouns"] < 0.97 * total["decided, class nouns"] \
            or right["decided, all"] < 0.90 * total["decided, all"]:
        sys.exit("error: below 0.97 on class nouns or 0.90 overall")


if __name__ == "__main__":
    main()
