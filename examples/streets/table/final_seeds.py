#!/usr/bin/env python3
"""Draws the seeds of the final scenes, once, after everything that is tuned has been committed.

    final_seeds.py

writes final_seeds.json: the first seed and the SHA-256 that it is made from, of the prompt sets, their
templates and settings.json. Change one of these and the seeds no longer fit, which `first_final_seed`
refuses: prompts cannot be tuned to final scenes unseen.
"""

import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROMPTS = HERE.parents[2] / "prompts"
DRAWN = HERE / "final_seeds.json"
FIRST, RANGE = 2_000_000, 1_000_000_000


def digest_of_settings():
    """SHA-256 over the names and contents of everything that is fixed beforehand, in order of name."""
    files = [PROMPTS / "streets.prompts", PROMPTS / "templates" / "street.prompts", HERE / "settings.json"]
    files += HERE.glob("*.prompts")
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def first_final_seed():
    drawn = json.loads(DRAWN.read_text())
    if drawn["settings_sha256"] != digest_of_settings():
        raise SystemExit(
            "the prompt sets or settings of the table have changed since the final seeds were drawn; to measure "
            "the new ones, delete final_seeds.json, run final_seeds.py, and measure every run again"
        )
    return drawn["first_seed"]


def main():
    if DRAWN.exists():
        sys.exit(f"{DRAWN.name} is there already: final seeds are drawn once")
    digest = digest_of_settings()
    first = FIRST + int(digest[:12], 16) % RANGE
    DRAWN.write_text(json.dumps({"first_seed": first, "settings_sha256": digest}, indent=2) + "\n")
    print(f"first final seed {first}")


if __name__ == "__main__":
    main()
