"""Holds the page examples/authoring.md true: every command that it shows, run in order, gives what it shows.

A block ```prompts NAME writes that file; a block ```console holds `$ promptbank …` lines, each followed by what it
prints, standard error behind standard output, in which `…` alone on a line stands for any lines and `DIR` for the
encoder. Files beside the page in examples/authoring lie there from the start.

Needs the standard library only, and Debian's wordnet-base.
"""
import argparse
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "examples/authoring.md"
BLOCK = re.compile(r"^```(prompts|console)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def agrees(written, printed):
    # Cosines to a tenth: products are not summed in the same order on every processor.
    written, printed = (re.sub(r"(\d\.\d)\d+", r"\1", text) for text in (written, printed))
    pieces = [re.escape(piece) for piece in re.split(r"^…\n", written, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(pieces), printed) is not None


def main():
    parser = argparse.ArgumentParser()
    for name in ("promptbank", "encoder", "bank"):
        parser.add_argument("--" + name, required=name != "bank")
    options = parser.parse_args()
    promptbank = str(pathlib.Path(options.promptbank).resolve())
    options.encoder = str(pathlib.Path(options.encoder).resolve())
    environment = {**os.environ, "PROMPTBANK_ENCODER": options.encoder, "NO_COLOR": "1"}
    commands, failures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples/authoring", folder, dirs_exist_ok=True)
        for kind, name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
            if kind == "prompts":
                if name:
                    pathlib.Path(folder, name).write_text(text, encoding="utf-8")
                continue
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, written = part.partition("\n")
                words = shlex.split(command)
                if words[0] != "promptbank":
                    raise SystemExit(f"error: {PAGE.name} shows a command that is none of ours: {command}")
                words = [options.encoder if word == "DIR" else word for word in words]
                run = subprocess.run([promptbank, *words[1:]], cwd=folder, env=environment, text=True,
                                     capture_output=True)
                printed = run.stdout + run.stderr
                commands += 1
                if not agrees(written, printed):
                    failures.append("".join(difflib.unified_diff(
                        written.splitlines(True), printed.splitlines(True), PAGE.name, command)))
    if failures or commands < 8:
        raise SystemExit("error: the page is not what the commands print\n" + "\n".join(failures))
    print(f"{PAGE.name}: {commands} commands print what it shows")


if __name__ == "__main__":
    main()
