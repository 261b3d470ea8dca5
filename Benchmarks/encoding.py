#!/usr/bin/env python3
"""Prompts a second: `promptbank encode` as a whole process against open_clip and transformers, in one run.

    encoding.py --promptbank PATH [--towers ViT-B-32,…] [--prompts cityscapes,imagenet] [--peers …]
                [--sample 512] [--rounds 4] [--output FOLDER]

Towers have the true shapes and random weights; every side encodes with the same ones. PromptBank encodes
all prompts, without its cache; peers, which take up to an hour for that, a fixed random sample of them, in
`--rounds` parts with a run of PromptBank between (long ones once). open_clip runs as its users run it: padded to
the context, batches of 64. Peers are timed in process, from text to embeddings, without loading; PromptBank's
time includes start, loading and writing. Medians of rates are compared, with CPU seconds beside them, as a busy machine slows both sides.

Writes `encoding.md` and `encoding.svg` into FOLDER.

Run with Python 3.11, torch 2.13, transformers 5.23, open_clip 3.3, safetensors 0.8, numpy 2.4.
"""

import argparse
import copy
import json
import os
import pathlib
import platform
import random
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

import numpy
import open_clip
import torch
import transformers
from open_clip.model import CLIP
from open_clip.tokenizer import SimpleTokenizer
from open_clip.zero_shot_metadata import IMAGENET_CLASSNAMES, OPENAI_IMAGENET_TEMPLATES
from peak_memory import peak_memory
from safetensors.numpy import load_file
from safetensors.torch import save_file

# Width, heads, layers, joint dimension.
TOWERS = {"ViT-B-32": (512, 8, 12, 512), "ViT-L-14": (768, 12, 12, 768), "convnext_large_d": (768, 12, 16, 768)}
LONG = 20_000  # more prompts than this are encoded once


def make_tower(name, folder):
    """Saves a random tower in OpenCLIP's layout, and gives the model."""
    width, heads, layers, dimension = TOWERS[name]
    torch.manual_seed(len(name))
    text = dict(context_length=77, vocab_size=49408, width=width, heads=heads, layers=layers)
    vision = dict(image_size=32, patch_size=16, width=64, layers=1)
    model = CLIP(embed_dim=dimension, vision_cfg=vision, text_cfg=text).eval()
    state = {key: value.contiguous() for key, value in model.state_dict().items() if not key.startswith("visual.")}
    save_file(state, folder / "open_clip_model.safetensors", {"format": "pt"})
    configuration = {"embed_dim": dimension, "vision_cfg": vision, "text_cfg": text}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": configuration, "preprocess_cfg": {}}))
    simple = SimpleTokenizer()
    merges = sorted(simple.bpe_ranks, key=simple.bpe_ranks.get)
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    special = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    vocabulary = {special.get(token, token): number for token, number in simple.encoder.items()}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    return model


def prompts_of(name, promptbank, scratch):
    if name == "imagenet":
        return [template(label) for label in IMAGENET_CLASSNAMES for template in OPENAI_IMAGENET_TEMPLATES]
    # The templates of the street are those of the file that it extends last.
    shutil.copytree("prompts", scratch / "prompts", dirs_exist_ok=True)
    base = scratch / "prompts/base/vehicles.prompts"
    text = base.read_text()
    text = re.sub(r'import "../templates/[^"]*"', 'import "../templates/vild.prompts"', text)
    base.write_text(re.sub(r"(?m)^templates default = .*$", "templates default = vild14", text))
    source = scratch / "prompts/cityscapes.prompts"
    expand = [promptbank, "expand", "--format", "prompts", source]
    return subprocess.run(expand, check=True, capture_output=True, text=True).stdout.splitlines()


class OpenCLIP:
    """Padded to 77, batches of 64."""

    def __init__(self, name, model, folder, dtype):
        # A model changes in place, and rounded weights do not come back.
        self.model, self.tokenizer = copy.deepcopy(model).to(dtype), SimpleTokenizer()

    def encode(self, prompts):
        rows = []
        with torch.inference_mode():
            for start in range(0, len(prompts), 64):
                found = self.model.encode_text(self.tokenizer(prompts[start:start + 64]), normalize=True)
                rows.append(found.float().numpy())
        return numpy.concatenate(rows)


class Transformers:
    """Padded to the longest of a batch, batches of 64, sorted by length: the best plain use."""

    def __init__(self, name, model, folder, dtype):
        width, heads, layers, dimension = TOWERS[name]
        configuration = transformers.CLIPTextConfig(
            hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=heads,
            projection_dim=dimension, hidden_act="gelu", eos_token_id=49407)
        self.model = transformers.CLIPTextModelWithProjection(configuration).eval().to(dtype)
        self.tokenizer = transformers.CLIPTokenizer.from_pretrained(folder)

    def encode(self, prompts):
        prompts = sorted(prompts, key=len)
        with torch.inference_mode():
            for start in range(0, len(prompts), 64):
                self.model(**self.tokenizer(prompts[start:start + 64], padding=True, return_tensors="pt"))
        return None


PEERS = {"open_clip float32": (OpenCLIP, torch.float32), "open_clip bfloat16": (OpenCLIP, torch.bfloat16),
         "transformers float32": (Transformers, torch.float32)}


def run_promptbank(command):
    """Wall seconds and CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def count_prefixes(promptbank, folder, source):
    tokens = subprocess.run([promptbank, "tokenize", "--encoder", folder, source], check=True, capture_output=True,
                            text=True).stdout
    prefixes, count = set(), 0
    for line in tokens.splitlines():
        ids = tuple(json.loads(line)["ids"])
        count += len(ids)
        prefixes.update(hash(ids[:end]) for end in range(1, len(ids) + 1))
    return count, len(prefixes)


def measure(promptbank, tower, kind, peers, arguments, scratch):
    folder = scratch / tower
    folder.mkdir(exist_ok=True)
    model = make_tower(tower, folder)
    prompts = prompts_of(kind, promptbank, scratch)
    source, output = scratch / f"{kind}.txt", scratch / "embeddings.safetensors"
    source.write_text("".join(prompt + "\n" for prompt in prompts))
    tokens, prefixes = count_prefixes(promptbank, folder, source)
    width, _, layers, _ = TOWERS[tower]
    chosen = random.Random(1).sample(range(len(prompts)), min(arguments.sample, len(prompts)))
    part = -(-len(chosen) // arguments.rounds)
    ours = {"promptbank float32": [], "promptbank bfloat16": []}
    command = [promptbank, "encode", "--no-cache", "--encoder", folder, source, "-o", output]
    if subprocess.run(command + ["--precision", "bfloat16"], capture_output=True).returncode:
        del ours["promptbank bfloat16"]
    others = {peer: [] for peer in peers}
    made = {peer: PEERS[peer][0](tower, model, folder, PEERS[peer][1]) for peer in peers}
    largest = 0.0
    for number in range(arguments.rounds):
        indices = chosen[number * part:(number + 1) * part]
        for name, runs in ours.items():
            if len(prompts) <= LONG or not runs:
                seconds, cpu = run_promptbank(command + ["--precision", name.split()[1]])
                runs.append((len(prompts), seconds, cpu))
                if name == "promptbank float32":
                    result = load_file(output)["embeddings"]
        for name, runs in others.items():
            peer = made[name]
            peer.encode(prompts[:8])  # warm-up
            start, cpu = time.perf_counter(), time.process_time()
            found = peer.encode([prompts[i] for i in indices])
            runs.append((len(indices), time.perf_counter() - start, time.process_time() - cpu))
            if name == "open_clip float32":
                largest = max(largest, float(numpy.abs(found - result[indices]).max()))
    rows = []
    for name, runs in (ours | others).items():
        rate = statistics.median(count / seconds for count, seconds, _ in runs)
        cpu = statistics.median(count / seconds for count, _, seconds in runs)
        per_prompt = (prefixes / len(prompts) if name in ours else 77) * 24 * width * width * layers
        rows.append((name, rate, cpu, rate * per_prompt / 1e9))
    return {"tower": tower, "prompts": kind, "count": len(prompts), "tokens": tokens, "prefixes": prefixes, "rows": rows,
            "largest": largest, "sample": len(chosen), "peak": peak_memory(command),
            "weights": (folder / "open_clip_model.safetensors").stat().st_size / 2**20}


def table(results, machine):
    lines = ["# Encoding rate", "", machine, ""]
    for result in results:
        base = next((rate for name, rate, _, _ in result["rows"] if name == "open_clip float32"), None)
        lines += [f"## {result['tower']}, {result['prompts']}: {result['count']} prompts, {result['tokens']} tokens, "
                  f"{result['prefixes']} distinct prefixes", "",
                  "| engine | prompts/s | prompts per CPU second | GFLOP/s | × open_clip float32 |", "|---|--:|--:|--:|--:|"]
        for name, rate, cpu, flops in result["rows"]:
            flops = "" if name.startswith("transformers") else f"{flops:.0f}"
            lines.append(f"| {name} | {rate:.0f} | {cpu:.0f} | {flops} | {f'{rate / base:.1f}' if base else ''} |")
        lines += ["", f"Peers on {result['sample']} random prompts of these. Largest difference from open_clip float32, "
                  f"normalised: {result['largest']:.1e}. PromptBank's peak memory {result['peak']:.0f} MB, with "
                  f"{result['weights']:.0f} MB of weights.", ""]
    return "\n".join(lines)


def chart(results):
    """Horizontal bars, prompts a second."""
    bars = [(result, row) for result in results for row in result["rows"]]
    longest = max(row[1] for _, row in bars)
    parts, y = [], 10
    for result in results:
        parts.append(f'<text x="10" y="{y + 14}" font-weight="bold">{result["tower"]}, {result["prompts"]}</text>')
        y += 22
        for name, rate, _, _ in result["rows"]:
            length = max(1.0, 420 * rate / longest)
            colour = "#2a6f97" if name.startswith("promptbank") else "#b0b7bd"
            parts.append(f'<text x="150" y="{y + 13}" text-anchor="end">{name}</text>'
                         f'<rect x="158" y="{y + 2}" width="{length:.1f}" height="14" fill="{colour}"/>'
                         f'<text x="{164 + length:.1f}" y="{y + 13}">{rate:.0f}</text>')
            y += 19
        y += 10
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="660" height="{y + 16}" font-family="sans-serif" '
            f'font-size="12"><rect width="100%" height="100%" fill="white"/>{"".join(parts)}'
            f'<text x="158" y="{y + 8}" fill="#555">prompts a second</text></svg>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True, type=pathlib.Path)
    parser.add_argument("--towers", default=",".join(TOWERS))
    parser.add_argument("--prompts", default="cityscapes,imagenet")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--sample", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("."))
    arguments = parser.parse_args()
    transformers.logging.set_verbosity_error()
    promptbank = arguments.promptbank.resolve()

    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line),
                     platform.processor())
    load = os.getloadavg()[0]
    machine = (f"{processor}, {os.cpu_count()} processors, load {load:.1f} at the start, {platform.platform()}; torch "
               f"{torch.__version__} on {torch.get_num_threads()} threads, open_clip {open_clip.__version__}, "
               f"transformers {transformers.__version__}.")
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        for tower in arguments.towers.split(","):
            for kind in arguments.prompts.split(","):
                peers = [peer for peer in arguments.peers.split(",") if peer]
                results.append(measure(promptbank, tower, kind, peers, arguments, pathlib.Path(scratch)))
                arguments.output.mkdir(parents=True, exist_ok=True)
                (arguments.output / "encoding.md").write_text(table(results, machine))
                (arguments.output / "encoding.svg").write_text(chart(results))
    print(table(results, machine))


if __name__ == "__main__":
    main()
