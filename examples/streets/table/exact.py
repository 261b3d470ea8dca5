#!/usr/bin/env python3
"""Measures rows of the table anew by what is shipped: the model as exported, `promptbank score --model` and
`promptbank evaluate`, on final scenes; prints both and how far they differ.

    exact.py --promptbank PROMPTBANK --encoder DIRECTORY [--rows static near near-far] [--splits near far]

The table scores all its rows in one go with ONNX Runtime and numpy, and keeps histograms instead of maps.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from final_seeds import first_final_seed  # noqa: E402
from rows import ROWS, set_path  # noqa: E402

METRICS = ["AP", "FPR95", "AUROC"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", default="promptbank")
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--rows", nargs="+", choices=[row[0] for row in ROWS if row[3] == "frozen"], default=["static", "near", "near-far"])
    parser.add_argument("--splits", nargs="+", choices=["near", "far"], default=["near", "far"])
    arguments = parser.parse_args()
    settings = json.loads((HERE / "settings.json").read_text())
    stored = json.loads((HERE / "results.json").read_text())["runs"][settings["shipped"]]
    sets, worst = {row[0]: row[2] for row in ROWS}, 0.0

    def quietly(*command):
        subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL)

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for split in arguments.splits:
            quietly(sys.executable, HERE.parent / "scenes.py", folder / split, "--split", split,
                    "--first", first_final_seed(), "--count", settings[split])  # fmt: skip
            for row in arguments.rows:
                bank, maps, result = folder / f"{row}.bank.safetensors", folder / f"{split}-{row}", folder / "result.json"
                quietly(arguments.promptbank, "compile", set_path(sets[row]), "--encoder", arguments.encoder, "-o", bank)
                quietly(arguments.promptbank, "score", "--bank", bank, "--model", HERE.parent / "model", folder / split, "--output-directory", maps)
                quietly(arguments.promptbank, "evaluate", "--scores", maps, "--labels", folder / split / "labels",
                        "--replicates", 0, "--format", "json", "--output", result)  # fmt: skip
                exact = json.loads(result.read_text())["pooled"]
                table = stored["metrics"][split][row]
                worst = max(worst, *(abs(100 * exact[metric] - table[metric]) for metric in METRICS))
                shown = "   ".join(f"{metric} {100 * exact[metric]:.2f} (table {table[metric]:.2f})" for metric in METRICS)
                print(f"{split:4} {row:10} {shown}", flush=True)
    print(f"largest difference: {worst:.3f} points")


if __name__ == "__main__":
    main()
