#!/usr/bin/env python3
"""Seconds a map: the scorer against PyTorch, torch.compile, ONNX Runtime and OpenVINO, all float32 and in one run.

    scoring.py --scorer Benchmarks/.build/release/Scoring [--pieces "K 19,K 1,…"] [--rounds 7] [--output FOLDER]
               [--readme README.md]

Every engine is a process of its own and holds its inputs in memory; the scorer and one engine at a time score in turn, and
medians are compared. Engines resize the masks, take sigmoids, multiply by class probabilities that they are given, and take
the largest; the scorer computes those probabilities too, and the column of the largest. Logits are noise, on which nothing
can be left out. Each row's floor is what its arithmetic takes at the rates that this run measured (`scoring_floor.py`).

Other pieces: `forms`, the mask kernel alone in every form, with and without leaving out flat queries, on noise and on
seeded compact masks (discs of 0.05 to 10 % of the image, logits -8 to 8), the two in turn; `growth` in N, K and pixels;
`banks`, opening banks of 1,000 and 1,000,000 concepts.

Pieces are kept in `scoring.json` in FOLDER, so that a run replaces its own alone; `scoring.md` and `scoring.svg`, and with
--readme a table in the README, are written from all of them. Run with Python 3.11 and `Benchmarks/requirements.txt`.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

import numpy
from safetensors.numpy import save_file

# First, because this file has the same name.
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "Tests/Parity"))
from scoring import probabilities, read_bank  # noqa: E402

from charts import update_readme  # noqa: E402
from scoring_floor import dense_floor, mask_floor  # noqa: E402
from scoring_report import chart, readme_table, table  # noqa: E402

PEERS = ("PyTorch eager", "torch.compile", "ONNX Runtime", "OpenVINO float32")
FORMS = ("sigmoid", "softmax", "normalised")
BASE = {"queries": 250, "mask": (256, 512), "size": (1024, 2048), "columns": 19}
CELLS = {
    "K 19": BASE, "K 1": BASE | {"columns": 1}, "K 65": BASE | {"columns": 65}, "K 150": BASE | {"columns": 150},
    "N 100": BASE | {"queries": 100}, "full resolution": BASE | {"mask": (1024, 2048)},
    "dense": {"shape": (256, 512, 512), "size": (1024, 2048), "columns": 19},
}
PIECES = [*CELLS, "forms", "growth", "banks"]
# Of the banks: concepts a class, and ood concepts, each a column.
CONCEPTS, OOD = 10, 30


class Program:
    """A process that answers a line with a line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args}: no answer to {words}")
        return [float(word) for word in answer.split()]

    def memory_of(self, *words):
        """Megabytes that an answer took at most, beside what was held before."""
        proc = pathlib.Path(f"/proc/{self.process.pid}")
        (proc / "clear_refs").write_text("5")  # makes the peak what is held now

        def status(name):
            return next(int(line.split()[1]) for line in (proc / "status").read_text().splitlines() if line.startswith(name))
        held = status("VmRSS")
        self.ask(*words)
        return (status("VmHWM") - held) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def noise(random, shape):
    return 6 * random.standard_normal(shape, numpy.float32) - 2


def compact_masks(random, queries, mask):
    """Discs of 0.05 to 10 % of the image, 8 inside and -8 outside, with an edge of a few pixels."""
    height, width = mask
    y, x = numpy.mgrid[:height, :width].astype(numpy.float32)
    planes = numpy.empty((queries, height, width), numpy.float32)
    for plane in planes:
        area = 0.0005 * 200 ** random.random() * height * width
        distance = numpy.hypot(x - random.random() * width, y - random.random() * height)
        plane[:] = numpy.clip(2 * (numpy.sqrt(area / numpy.pi) - distance), -8, 8)
    return planes


class Bench:
    def __init__(self, scorer, scratch, rounds):
        self.path, self.scratch, self.rounds = scorer, scratch, rounds
        self.scorer = None
        self.random = numpy.random.default_rng(1)

    def start(self):
        """A new process: what an earlier map left would be taken for memory that was there before."""
        if self.scorer:
            self.scorer.close()
        self.scorer = Program(self.path)

    def load_bank(self, columns, dimension=768):
        self.start()
        path = self.scratch / "bank.safetensors"
        self.scorer.ask("make", path, columns, CONCEPTS, OOD, dimension)
        self.scorer.ask("bank", path)
        return read_bank(path)

    def load_masks(self, logits, bank, size):
        """Random queries near the bank's rows, and what engines need of them."""
        embeddings = bank[0][self.random.integers(len(bank[0]), size=len(logits))]
        embeddings = (embeddings + self.random.normal(0, 0.02, embeddings.shape)).astype(numpy.float32)
        path = self.scratch / "outputs.safetensors"
        save_file({"mask_embeddings": embeddings, "mask_logits": logits,
                   "probabilities": probabilities(embeddings, bank).float().numpy()}, path)
        self.scorer.ask("outputs", path, *size)
        return path

    def load_pixels(self, shape, bank, size):
        pixels, path = self.random.standard_normal(shape, numpy.float32), self.scratch / "outputs.safetensors"
        counts = numpy.bincount(bank[1]).astype(numpy.int64)
        save_file({"pixel_embeddings": pixels, "rows": bank[0], "row_counts": counts}, path)
        self.scorer.ask("outputs", path, *size)
        return path

    def cell(self, columns, size, peers, queries=None, mask=None, shape=None):
        bank = self.load_bank(columns, shape[2] if shape else 768)
        rates = [self.scorer.ask("rates")]
        path = self.load_pixels(shape, bank, size) if shape else self.load_masks(noise(self.random, (queries, *mask)), bank, size)
        memory = {"promptbank": self.scorer.memory_of("score", "sigmoid")}
        ours, seconds, differences = [], {}, {}
        saved = self.scratch / "ours.npy"
        self.scorer.ask("save", saved)
        expected = numpy.load(saved)
        for name in peers:
            peer = Program(sys.executable, pathlib.Path(__file__).with_name("scoring_peers.py"), name, path, *size)
            memory[name] = peer.memory_of("run")
            if name == "torch.compile":
                memory[name] = peer.memory_of("run")  # without the compiler's
            peer.ask("save", self.scratch / "theirs.npy")
            differences[name] = float(numpy.abs(numpy.load(self.scratch / "theirs.npy") - expected).max())
            seconds[name] = []
            for _ in range(self.rounds):
                ours += self.scorer.ask("score", "sigmoid")
                seconds[name] += peer.ask("run")
            peer.close()
            rates.append(self.scorer.ask("rates"))
        # What the processor gives at most: other work can only lower it.
        rates = [max(column) for column in zip(*rates)]
        floor = dense_floor(shape, len(bank[0]), rates) if shape else mask_floor(queries, mask, size, columns, rates)
        return {"columns": columns, "queries": queries, "mask": mask or shape[:2], "size": size, "dimension": bank[0].shape[1],
                "concepts": len(bank[0]), "rates": rates, "floor": floor, "memory": memory, "differences": differences,
                "seconds": {name: statistics.median(times) for name, times in {"promptbank": ours, **seconds}.items()},
                "fastest": {name: min(times) for name, times in {"promptbank": ours, **seconds}.items()}}

    def forms(self, pairs=41):
        """Every form with the bound of 1e-6 and without leaving anything out, in turn; who is first changes."""
        result, bank = {}, self.load_bank(BASE["columns"])
        fields = {"noise": noise(self.random, (BASE["queries"], *BASE["mask"])),
                  "compact masks": compact_masks(self.random, BASE["queries"], BASE["mask"])}
        for field, logits in fields.items():
            self.load_masks(logits, bank, BASE["size"])
            runs = {(form, bound): [] for form in FORMS for bound in (1e-6, 0)}
            for number in range(pairs + 1):
                for form, bound in runs if number % 2 else reversed(runs):
                    answer = self.scorer.ask("masks", form, bound)
                    if number > 0:
                        runs[form, bound].append(answer)
            for form in FORMS:
                pruned, whole = ([run[0] for run in runs[form, bound]] for bound in (1e-6, 0))
                result[f"{field}, {form}"] = {
                    "pruned": statistics.median(pruned), "whole": statistics.median(whole), "pairs": pairs,
                    "change": statistics.median(a / b - 1 for a, b in zip(pruned, whole)),
                    "computed": runs[form, 1e-6][0][1]}
        return result

    def growth(self):
        def step(queries=250, mask=(256, 512), size=(1024, 2048), columns=19):
            bank = self.load_bank(columns)
            self.load_masks(noise(self.random, (queries, *mask)), bank, size)
            memory = self.scorer.memory_of("score", "sigmoid")
            times = [self.scorer.ask("score", "sigmoid")[0] for _ in range(5)]
            return {"queries": queries, "mask": mask, "size": size, "columns": columns,
                    "seconds": statistics.median(times), "memory": memory}
        return {"steps": [step(queries=count) for count in (10, 50, 100, 250, 500, 1_000)]
                + [step(columns=count) for count in (1, 19, 65, 150, 400, 1_024)]
                + [step(mask=(edge // 4, edge // 2), size=(edge, 2 * edge)) for edge in (256, 512, 1_024, 2_048, 4_096)]}

    def banks(self):
        result = {}
        self.start()
        for name, classes, concepts in (("1,000 concepts of 100 classes", 100, 10), ("1,000,000 concepts of 1,000 classes", 1_000, 1_000),
                                        ("1,000,000 classes of one concept", 1_000_000, 1)):
            path = self.scratch / "large.safetensors"
            self.scorer.ask("make", path, classes, concepts, 0, 384)
            times = [self.scorer.ask("open", path)[0] for _ in range(41)]
            result[name] = {"median": statistics.median(times), "fastest": min(times), "megabytes": path.stat().st_size / 2**20}
            path.unlink()
        return result


def machine():
    import onnxruntime
    import openvino
    import torch
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{processor}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.platform()}; torch {torch.__version__} on "
            f"{torch.get_num_threads()} threads, ONNX Runtime {onnxruntime.__version__}, "
            f"OpenVINO {openvino.__version__.split('-')[0]}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", required=True, type=pathlib.Path)
    parser.add_argument("--pieces", default=",".join(PIECES), help="of: " + ", ".join(PIECES))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--readme", type=pathlib.Path, help="a file whose marked table is made anew")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("."))
    arguments = parser.parse_args()
    pieces = arguments.pieces.split(",")
    if unknown := set(pieces) - set(PIECES):
        parser.error(f"no piece is called {', '.join(unknown)}; there are {', '.join(PIECES)}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    store = arguments.output / "scoring.json"
    kept = json.loads(store.read_text()) if store.exists() else {"pieces": {}}
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(arguments.scorer.resolve(), pathlib.Path(scratch), arguments.rounds)
        for name in pieces:
            load = os.getloadavg()[0]
            if name in CELLS:
                piece = bench.cell(**CELLS[name], peers=arguments.peers.split(","))
            else:
                piece = {"forms": bench.forms, "growth": bench.growth, "banks": bench.banks}[name]()
            kept["machine"] = machine()
            kept["pieces"][name] = {"load": load, "found": piece}
            store.write_text(json.dumps(kept, indent=1) + "\n")
            (arguments.output / "scoring.md").write_text(table(kept))
            (arguments.output / "scoring.svg").write_text(chart(kept))
            if arguments.readme:
                update_readme(arguments.readme, "scoring.py", readme_table(kept))
        bench.scorer.close()  # before its files go
    print(table(kept))


if __name__ == "__main__":
    main()
