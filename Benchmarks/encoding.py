#!/usr/bin/env python3
"""Prompts a second: `promptbank encode` against the engines people use, in one run.

    encoding.py --promptbank PATH [--forms PATH] [--encoder DIR] [--towers ViT-B-32,…] [--prompts cityscapes,imagenet]
                [--peers …] [--sample 512] [--rounds 4] [--growth] [--output FOLDER] [--readme README.md]

Towers have the true shapes and random weights (all-MiniLM-L6-v2, from --encoder, its own); every side encodes with
the same ones. PromptBank encodes all prompts, with none of
them in its cache; peers, which take up to an hour for that, a fixed random
sample of them, in `--rounds` parts with a run of PromptBank between (sets of more than 20,000 prompts once a precision).
Everyone's rate is from texts to embeddings with the tower loaded; for PromptBank, which says so under `--verbose`,
that of the whole process with start, loading and writing stands beside it. Engines that are bucketed by hand get their
prompts once before the clock starts. Medians of rates are compared.

--forms names the program of `Benchmarks/EncodingForms` (`make bench` builds it): every kernel this processor runs,
OpenBLAS too, with the rate of the bare products in the same process. --growth measures 100 to 1,000,000 generated prompts.

Each tower with each set is a piece. Pieces are kept in `encoding.json` in FOLDER, so that a run replaces its own alone;
`encoding.md` and `encoding.svg`, and with --readme a table in the README, are written from all of them.

Run with Python 3.11 and the packages of `Benchmarks/requirements.txt`.
"""

import argparse
import json
import os
import pathlib
import platform
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time

import numpy
import onnxruntime
import open_clip
import openvino
import torch
import transformers
from charts import update_readme
from encoding_peers import PEERS, peers_of
from encoding_report import chart, readme_table, table
from encoding_subjects import TOWERS, generated_prompts, make_tower, prompts_of
from peak_memory import measure
from safetensors.numpy import load_file

LONG = 20_000  # more prompts than this are encoded once
OURS = ["promptbank float32", "promptbank bfloat16"]


def count_prefixes(promptbank, folder, source):
    tokens = subprocess.run([promptbank, "tokenize", "--encoder", folder, source], check=True, capture_output=True,
                            text=True).stdout
    prefixes, prompts, count = set(), set(), 0
    for line in tokens.splitlines():
        ids = tuple(json.loads(line)["ids"])
        count += len(ids)
        prompts.add(ids)
        prefixes.update(hash(ids[:end]) for end in range(1, len(ids) + 1))
    return count, len(prefixes), len(prompts)


def encode(command, count, wait=0.01):
    """A whole run: rates, GFLOP/s of the products and peak memory. The cache knows the encoder's digest, and no prompt."""
    shutil.rmtree(pathlib.Path(os.environ["PROMPTBANK_CACHE"], "embeddings"), ignore_errors=True)
    seconds, cpu, peak, said = measure(command + ["--verbose"], wait)
    if "TFLOP" not in said:
        raise SystemExit(f"{' '.join(map(str, command))}: nothing was encoded\n{said}")
    inside = sum(float(value) for value in re.findall(r"(?:tokenizing|encoding): ([0-9.]+) s", said))
    operations = float(re.search(r"([0-9.]+) TFLOP", said).group(1)) * 1e12
    return {"rate": count / inside, "whole": count / seconds, "cpu": count / cpu, "gflops": operations / inside / 1e9,
            "peak": peak, "path": re.search(r"products: (.+)", said).group(1)}


def measure_forms(command):
    """Every form, and OpenBLAS with the kernels it chooses itself too where OPENBLAS_CORETYPE chooses others."""
    free = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
    runs = [(command, os.environ)] + ([(command + ["library"], free)] if len(free) < len(os.environ) else [])
    said = [subprocess.run(words, check=True, capture_output=True, text=True, env=env).stdout for words, env in runs]
    return [json.loads(line) for text in said for line in text.splitlines()]


def time_peer(peer, tower, prompts):
    start, cpu = time.perf_counter(), time.process_time()
    found = peer.encode(prompts)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {"rate": len(prompts) / seconds, "cpu": len(prompts) / cpu,
            "gflops": tower.operations(peer.rows) / seconds / 1e9}, found


def measure_piece(promptbank, tower, folder, model, kind, arguments, scratch):
    prompts = prompts_of(kind, promptbank, scratch)
    source, output = scratch / f"{kind}.txt", scratch / "embeddings.safetensors"
    source.write_text("".join(prompt + "\n" for prompt in prompts))
    tokens, prefixes, distinct = count_prefixes(promptbank, folder, source)
    chosen = random.Random(1).sample(range(len(prompts)), min(arguments.sample, len(prompts)))
    part = -(-len(chosen) // arguments.rounds)
    command = [promptbank, "encode", "--encoder", folder, source, "-o", output]
    names = [name for name in peers_of(tower) if name in arguments.peers]
    peers = {name: PEERS[name][0](tower, model, folder, PEERS[name][1]) for name in names}
    runs = {name: [] for name in OURS + names}
    if subprocess.run(command[:-3] + ["-", "-o", output, "--precision", "bfloat16"], input=b"a\n", capture_output=True).returncode:
        del runs["promptbank bfloat16"]
    result, differences = None, {}
    for number in range(arguments.rounds):
        for place, name in enumerate(name for name in OURS if name in runs):
            if len(prompts) > LONG and number != place:
                continue
            runs[name].append(encode(command + ["--precision", name.split()[1]], len(prompts)))
            if name == "promptbank float32":
                result = load_file(output)["embeddings"]
        indices = chosen[number * part:(number + 1) * part]
        some = [prompts[index] for index in indices]
        for name, peer in peers.items():
            peer.encode(some if "by length" in name else some[:8])
            timed, found = time_peer(peer, tower, some)
            runs[name].append(timed)
            if found is not None:
                largest = float(numpy.abs(found - result[indices]).max())
                differences[name] = max(differences.get(name, 0), largest)
    rows = {name: {key: statistics.median(run[key] for run in some) if key != "path" else some[0][key] for key in some[0]}
            for name, some in runs.items() if some}
    for name, largest in differences.items():
        rows[name]["difference"] = largest
    forms = []
    if arguments.forms and len(prompts) <= LONG:
        forms = measure_forms([arguments.forms.resolve(), folder, source, str(tower.width)])
    weights = next(path for name in ("open_clip_model.safetensors", "model.safetensors")
                   if (path := folder / name).exists()).stat().st_size / 2**20
    return {"tower": tower.name, "prompts": kind, "count": len(prompts), "distinct": distinct, "tokens": tokens,
            "prefixes": prefixes, "rows": rows, "sample": len(chosen), "weights": weights, "forms": forms}


def measure_growth(promptbank, tower, folder, scratch):
    prompts = generated_prompts(1_000_000)
    source, output, steps = scratch / "generated.txt", scratch / "embeddings.safetensors", []
    for count in (100, 1_000, 10_000, 100_000, 1_000_000):
        source.write_text("".join(prompt + "\n" for prompt in prompts[:count]))
        command = [promptbank, "encode", "--encoder", folder, source, "-o", output]
        measured = encode(command, count)
        steps.append({"count": count, "seconds": count / measured["whole"], "rate": measured["rate"],
                      "peak": measured["peak"], "output": output.stat().st_size / 2**20})
    return {"tower": tower.name, "steps": steps}


def machine():
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line),
                     platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{processor}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.platform()}; torch {torch.__version__} on "
            f"{torch.get_num_threads()} threads, open_clip {open_clip.__version__}, transformers {transformers.__version__}, "
            f"ONNX Runtime {onnxruntime.__version__}, OpenVINO {openvino.__version__.split('-')[0]}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True, type=pathlib.Path)
    parser.add_argument("--forms", type=pathlib.Path)
    parser.add_argument("--encoder", type=pathlib.Path)
    parser.add_argument("--towers", default="ViT-B-32,ViT-L-14,convnext_large_d")
    parser.add_argument("--prompts", default="cityscapes,imagenet")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--sample", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--readme", type=pathlib.Path, help="a file whose marked table is made anew")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("."))
    arguments = parser.parse_args()
    arguments.peers = arguments.peers.split(",")
    transformers.logging.set_verbosity_error()
    promptbank = arguments.promptbank.resolve()
    arguments.output.mkdir(parents=True, exist_ok=True)
    store = arguments.output / "encoding.json"
    kept = json.loads(store.read_text()) if store.exists() else {"pieces": {}}

    def keep(name, piece):
        piece["load"] = load
        kept["machine"] = machine()
        kept["pieces"][name] = piece
        store.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
        (arguments.output / "encoding.md").write_text(table(kept))
        (arguments.output / "encoding.svg").write_text(chart(kept))
        if arguments.readme:
            update_readme(arguments.readme, "encoding.py", readme_table(kept))

    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        os.environ["PROMPTBANK_CACHE"] = str(scratch / "cache")
        for tower in [TOWERS[name] for name in arguments.towers.split(",") if name]:
            folder, model = scratch / tower.name, None
            if tower.family == "clip":
                folder.mkdir()
                model = make_tower(tower, folder)
            elif arguments.encoder is None:
                parser.error(f"{tower.name} has real weights: name its folder with --encoder")
            else:
                folder.symlink_to(arguments.encoder.resolve())
            for kind in arguments.prompts.split(","):
                load = os.getloadavg()[0]
                keep(f"{tower.name}/{kind}", measure_piece(promptbank, tower, folder, model, kind, arguments, scratch))
        if arguments.growth:
            tower = TOWERS["TinyCLIP-8M-16-Text-3M"]
            folder, load = scratch / tower.name, os.getloadavg()[0]
            folder.mkdir(exist_ok=True)
            make_tower(tower, folder)
            keep("growth", measure_growth(promptbank, tower, folder, scratch))
    print(table(kept))


if __name__ == "__main__":
    main()
