#!/usr/bin/env python3
"""Trains, measures and tabulates: the one command behind the table. It may be stopped at any time and goes
on where it was.

    table.py --folder RUNS --promptbank PROMPTBANK --encoder DIRECTORY [--no-train]

Writes results.json beside this file and the table in ../README.md, from every run of settings.json and of
further_runs.json that is finished, and copies the runs' logs to logs/. With --no-train, runs that are missing
are left out of the table, and named.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

import numpy

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from banks import read_bank  # noqa: E402
from histograms import metrics, resampled  # noqa: E402
from kinds import CLASSES  # noqa: E402
from rows import ARMS, DIFFERENCES, ROWS  # noqa: E402

TRAINING = HERE.parent / "training"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"  # in README.md
METRICS = ["AP", "FPR95", "AUROC"]
KEYS = [row[0] for row in ROWS]


def finish_run(run, arguments):
    arm, seed = run.name.rsplit("-", 1)
    common = ["--promptbank", arguments.promptbank, "--encoder", arguments.encoder]
    train = [TRAINING / "train.py", "--arm", arm, "--seed", seed, "--folder", arguments.folder, *common]
    if not arguments.no_train:
        subprocess.run([sys.executable, *train], check=True)
    if (run / "decoder.pt").exists():
        subprocess.run([sys.executable, HERE / "measure.py", "--run", run, *common], check=True)
        shutil.copy(run / "training.log", HERE / "logs" / f"{run.name}.log")


def summarise(path, resamples):
    """For each group its metrics in points, [rows][AP, FPR95, AUROC]; the clean mIoU of each row; the
    paired differences with their intervals."""
    stored = numpy.load(path)
    groups = {"near": stored["near"], "far": stored["far"], "all": numpy.concatenate([stored["near"], stored["far"]])}
    result = {"metrics": {}, "intervals": {}, "differences": {}, "mean_iou": {}}
    for group, histograms in groups.items():
        values = metrics(histograms.sum(0)) * 100
        samples = resampled(histograms, resamples) * 100
        result["metrics"][group] = {key: dict(zip(METRICS, values[i].round(2).tolist())) for i, key in enumerate(KEYS)}
        result["intervals"][group] = {key: _interval(samples[:, i, 0]) for i, key in enumerate(KEYS)}
        result["differences"][group] = {
            name: {
                "points": round(float(values[KEYS.index(of), 0] - values[KEYS.index(without), 0]), 2),
                "interval": _interval(samples[:, KEYS.index(of), 0] - samples[:, KEYS.index(without), 0]),
            }
            for name, of, without in DIFFERENCES
        }
    for i, key in enumerate(KEYS):
        overlap = _overlap(stored["confusion"][i])
        result["mean_iou"][key] = round(float(numpy.mean(overlap)), 4)
    bank = read_bank(path.parent / "banks" / "concept-sets.bank.safetensors")
    by_column = _overlap(stored["confusion"][KEYS.index("concepts")])
    result["class_iou"] = {name: round(float(by_column[bank.class_columns[i]]), 3) for i, name in enumerate(CLASSES)}
    return result


def _interval(samples):
    return [round(float(value), 2) for value in numpy.quantile(samples, [0.025, 0.975])]


def _overlap(confusion):
    """Intersection over union of each column that occurs."""
    union = confusion.sum(0) + confusion.sum(1) - confusion.diagonal()
    return (confusion.diagonal() / numpy.maximum(union, 1))[union > 0]


def write_table(results, missing):
    lines = []
    for arm, title in ARMS.items():
        runs = [name for name in results if name.rsplit("-", 1)[0] == arm]
        if not runs:
            continue
        first = results[runs[0]]
        lines += [f"#### {title[0].upper()}{title[1:]} (`{arm}`, {len(runs)} pretraining seed{'s' * (len(runs) > 1)})", ""]
        lines += ["| prompts | near AP / FPR95 / AUROC | far AP / FPR95 / AUROC | all AP / FPR95 / AUROC | clean mIoU |", "|---|--:|--:|--:|--:|"]
        for key, label, _, _ in ROWS:
            cells = [" / ".join(f"{first['metrics'][group][key][metric]:.1f}" for metric in METRICS) + _range(results, runs, group, key) for group in ("near", "far", "all")]
            lines.append(f"| {label} | {' | '.join(cells)} | {first['mean_iou'][key]:.3f}{_spread([results[run]['mean_iou'][key] for run in runs], '.3f')} |")
        lines += ["", "What a step does to AP, in points, with the 95 % interval over images:", "", "| step | near | far |" + (" near, range over seeds |" if len(runs) > 1 else ""), "|---|--:|--:|" + ("--:|" if len(runs) > 1 else "")]
        for name, _, _ in DIFFERENCES:
            cells = []
            for group in ("near", "far"):
                value = first["differences"][group][name]
                cells.append(f"{value['points']:+.1f} [{value['interval'][0]:+.1f}, {value['interval'][1]:+.1f}]")
            if len(runs) > 1:
                points = [results[run]["differences"]["near"][name]["points"] for run in runs]
                cells.append(f"{min(points):+.1f} … {max(points):+.1f}")
            lines.append(f"| {name} | {' | '.join(cells)} |")
        lines.append("")
    if missing:
        lines += [f"Not run: {', '.join(f'`{name}`' for name in missing)}.", ""]
    page = HERE.parent / "README.md"
    before, rest = page.read_text().split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{chr(10).join(lines)}\n{END}{rest.split(END)[1]}")


def _range(results, runs, group, key):
    return _spread([results[run]["metrics"][group][key]["AP"] for run in runs], ".1f", "AP ")


def _spread(values, form, name=""):
    """The range over seeds, where there are several."""
    return f" ({name}{min(values):{form}} … {max(values):{form}})" if len(values) > 1 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--promptbank", default="promptbank")
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--no-train", action="store_true")
    arguments = parser.parse_args()
    settings = json.loads((HERE / "settings.json").read_text())
    (HERE / "logs").mkdir(exist_ok=True)
    results, missing = {}, []
    # Pretraining seeds added after the final seeds were drawn, which are made from settings.json: they choose nothing.
    further = json.loads((HERE / "further_runs.json").read_text())
    for name in settings["runs"] + further:
        finish_run(arguments.folder / name, arguments)
        measured = arguments.folder / name / "final.npz"
        if not measured.exists():
            missing.append(name)
            continue
        results[name] = summarise(measured, settings["resamples"])
    (HERE / "results.json").write_text(json.dumps({"runs": results, "missing": missing}, indent=1) + "\n")
    write_table(results, missing)
    print(f"wrote the table from {', '.join(results)}")


if __name__ == "__main__":
    main()
