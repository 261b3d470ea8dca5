#!/usr/bin/env python3
"""Builds examples/score, a package that imports PromptScoring and nothing else, and runs it on the bank.

Each of its stripes shows one column's first concept: those of ID columns must come out normal and as
themselves, those of ood entries anomalous.

    example.py --bank BANK [--promptbank PATH] [--encoder DIR]
"""
import argparse
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINE = re.compile(r"(front|rear) (class|superclass|ood) (.+): u (-?\d+)/1000, (.+)")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bank", required=True)
    parser.add_argument("--promptbank", help="not needed")
    parser.add_argument("--encoder", help="not needed")
    arguments = parser.parse_args()
    build = ["swift", "build", "--package-path", ROOT / "examples/score", "--scratch-path",
             ROOT / ".build/example"]
    subprocess.run([*build, "--quiet"], check=True)
    folder = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True)
    program = pathlib.Path(folder.stdout.strip()) / "ScoreFrames"
    output = subprocess.run(
        [program, arguments.bank], check=True, capture_output=True, text=True).stdout
    seen = {"ood": 0, "class": 0, "superclass": 0}
    for line in output.splitlines():
        match = LINE.fullmatch(line)
        if not match:
            raise SystemExit(f"error: the example prints {line!r}")
        _, kind, name, u, judged = match.groups()
        seen[kind] += 1
        right = int(u) > -500 if kind == "ood" else int(u) < -500 and judged == name
        if not right:
            raise SystemExit(f"error: the example finds {line!r}")
    if seen["ood"] == 0 or seen["class"] + seen["superclass"] == 0:
        raise SystemExit(f"error: the example shows {seen}")
    print(f"examples/score, two cameras at once: {seen}")


if __name__ == "__main__":
    main()
