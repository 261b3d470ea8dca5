"""Holds the sets of prompts/ against the default encoder: every rule that needs one, and every expectation.

Standard library only.
"""
import argparse
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).parents[2]


def run(*words):
    return subprocess.run([*map(str, words)], cwd=ROOT, capture_output=True, text=True)


def main():
    parser = argparse.ArgumentParser()
    for name in ("promptbank", "encoder", "bank"):
        parser.add_argument("--" + name, required=name != "bank")
    options = parser.parse_args()
    promptbank = pathlib.Path(options.promptbank).resolve()

    found = run(promptbank, "check", "prompts", "--encoder", options.encoder, "--format", "concise")
    if found.returncode or found.stdout.strip():
        raise SystemExit(f"error: the library has findings\n{found.stdout}{found.stderr}")

    least, held = None, 0
    for path in sorted(ROOT.glob("prompts/*.prompts")) + sorted(ROOT.glob("prompts/base/*.prompts")):
        name = path.relative_to(ROOT)
        tested = run(promptbank, "test", name, "--encoder", options.encoder, "--format", "json")
        if tested.returncode not in (0, 1):
            raise SystemExit(f"error: {name}\n{tested.stderr}")
        for item in json.loads(tested.stdout)["expectations"]:
            if not item["passed"]:
                raise SystemExit(f"error: {name}: {item['text']} fails by {-item['margin']:.3f}")
            held += 1
            least = min(least or (1, ""), (item["margin"], f"{name}: {item['text']}"))
    print(f"{held} expectations hold; the closest, by {least[0]:.4f}: {least[1]}")


if __name__ == "__main__":
    main()
