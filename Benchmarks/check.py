#!/usr/bin/env python3
"""`promptbank check` as a whole process: how long, how much faster than what people use, how it grows.

A set of 1,000 classes and 5,000 concepts is made from a seed, in both spellings. Medians of the wall
time of whole processes are printed for `promptbank check` on each spelling and for the YAML twin under
check-jsonschema and yamllint (PyPI), all in turn in one run; then the growth to 100,000 concepts.

    check.py --promptbank PATH [--runs 15] [--schema FILE] [--strict]

With --strict the exit code is 1 where a target is missed: 50 ms, 20 times faster, linear growth.
Packages: check-jsonschema 0.39.0, yamllint 1.38.0.
"""

import argparse
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

TARGET_SECONDS = 0.050
TARGET_RATIO = 20
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "ar", "en", "il")]


def make_set(classes, concepts, seed=20240917):
    """The same set as (concise, YAML); every concept once, a fifth of them with a plural."""
    chance = random.Random(seed)
    seen = set()

    def phrase():
        while True:
            words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
                     for _ in range(chance.randint(1, 2))]
            text = " ".join(words)
            # Neither the word itself nor what `(s)` makes of it comes a second time.
            if text not in seen and text + "s" not in seen:
                seen.update((text, text + "s"))
                return text

    concise = ["edition 1", "", 'set big "1.0.0"', "license CC0-1.0", 'source "made from a seed"', ""]
    yaml = ["---", "edition: 1", 'set: {name: big, version: "1.0.0"}', "license: CC0-1.0",
            "source: made from a seed", "classes:"]
    share, rest = divmod(concepts, classes)
    for number in range(classes):
        texts = [phrase() + ("(s)" if chance.random() < 0.2 else "")
                 for _ in range(share + (number < rest))]
        concise.append(f"class {number} c{number} = " + ", ".join(texts))
        yaml += [f"  c{number}:", f"    id: {number}", "    concepts:"]
        yaml += [f"      - {text}" for text in texts]
    return "\n".join(concise) + "\n", "\n".join(yaml) + "\n"


def seconds(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    elapsed = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"error: exit {done.returncode} from {' '.join(map(str, command))}\n{done.stderr.decode()}")
    return elapsed


def row(name, times):
    print(f"{name:44} {statistics.median(times) * 1e3:9.1f} ms median"
          f" ({min(times) * 1e3:.1f} to {max(times) * 1e3:.1f})")
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--schema", default="grammar/promptbank.schema.json")
    parser.add_argument("--strict", action="store_true")
    arguments = parser.parse_args()
    tools = pathlib.Path(sys.executable).parent
    missed = []

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        concise, yaml = folder / "big.prompts", folder / "big.prompts.yaml"
        texts = make_set(1_000, 5_000)
        concise.write_text(texts[0])
        yaml.write_text(texts[1])
        lint = "{extends: relaxed, rules: {line-length: disable}}"
        commands = {
            "promptbank --version": [arguments.promptbank, "--version"],
            "promptbank check, 5,000 concepts": [arguments.promptbank, "check", concise],
            "promptbank check, the YAML twin": [arguments.promptbank, "check", yaml],
            "check-jsonschema": [tools / "check-jsonschema", "--schemafile", arguments.schema, yaml],
            "yamllint": [tools / "yamllint", "--strict", "-d", lint, yaml],
        }
        times = {name: [] for name in commands}
        for name, command in commands.items():
            seconds(command)  # warm-up
        for run in range(arguments.runs):
            for name, command in commands.items():
                # The slow ones need fewer runs for a steady median.
                if run < 5 or name.startswith("promptbank"):
                    times[name].append(seconds(command))
        medians = {name: row(name, found) for name, found in times.items()}
        ours = medians["promptbank check, 5,000 concepts"]
        twin = medians["promptbank check, the YAML twin"]
        others = medians["check-jsonschema"] + medians["yamllint"]
        print(f"check-jsonschema and yamllint take {others / ours:.0f} times as long as the concise set,"
              f" {others / twin:.0f} times as long as the same YAML file")
        if ours > TARGET_SECONDS:
            missed.append(f"{ours * 1e3:.1f} ms for 5,000 concepts")
        if others / twin < TARGET_RATIO:
            missed.append(f"only {others / twin:.1f} times faster")

        print("\ngrowth, beyond the start of the process:")
        start = medians["promptbank --version"]
        rates = []
        for count in (5_000, 10_000, 20_000, 50_000, 100_000):
            for path, text in zip((concise, yaml), make_set(count // 5, count)):
                path.write_text(text)
            line = f"{count:8,} concepts"
            for path in (concise, yaml):
                median = statistics.median(
                    seconds([arguments.promptbank, "check", path]) for _ in range(3))
                rate = (median - start) / count * 1e6
                if path == concise:
                    rates.append(rate)
                line += f"  {median * 1e3:8.1f} ms {rate:6.2f} µs each"
            print(line)
        # Twice is room for caches that no longer hold the set; quadratic growth would be 20 times.
        if rates[-1] > 2 * rates[0]:
            missed.append(f"growth is not linear: {rates[0]:.2f} to {rates[-1]:.2f} µs a concept")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")
    for miss in missed:
        print("missed: " + miss)
    return 1 if missed and arguments.strict else 0


if __name__ == "__main__":
    sys.exit(main())
