"""Writes the seeds of coverage-guided fuzzing: the project's sets, and the inputs of the tests' cases.

    make_seeds.py FOLDER
"""
import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ["prompts", "examples", "grammar", "Tests"]


def texts():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".prompts", ".yaml", ".yml"):
                yield path.read_text(errors="replace")
            elif path.suffix == ".case":
                # Every section of a case is some text of the language or near it.
                yield from re.split(r"(?m)^-- .* --\n", path.read_text(errors="replace"))[1:]


def main():
    out = pathlib.Path(sys.argv[1])
    for text in texts():
        if not 0 < len(text) <= 4096:
            continue
        is_yaml = re.search(r"(?m)^(---|edition:)", text) is not None
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        for stage in ("yaml" if is_yaml else "concise", "layout", "set"):
            (out / stage / name).write_text(text)


if __name__ == "__main__":
    main()
