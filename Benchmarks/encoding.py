#!/usr/bin/env python3
"""Prompts a second: `promptbank encode` as a whole process against transformers, in one run.

Both encode the prompts of a prompt set with the same weights, in turn, several times; the medians and the
ratio pair by pair are printed, with the largest difference between the two results. transformers gets
its best plain form: prompts sorted by length, so that a batch pads to nearly nothing.

    encoding.py --promptbank PATH --encoder DIR [--set FILE] [--runs 5]
"""

import argparse
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

import numpy
import torch
import transformers
from safetensors.numpy import load_file


def peer_encode(tokenizer, model, prompts, batch=64):
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    rows = [None] * len(prompts)
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            chosen = order[start:start + batch]
            inputs = tokenizer([prompts[i] for i in chosen], padding=True, return_tensors="pt")
            hidden = model(**inputs).last_hidden_state
            mask = inputs["attention_mask"].unsqueeze(-1)
            pooled = (hidden * mask).sum(1) / mask.sum(1)
            for i, row in zip(chosen, torch.nn.functional.normalize(pooled).numpy()):
                rows[i] = row
    return numpy.stack(rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--set", default="prompts/cityscapes.prompts")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    expand = [arguments.promptbank, "expand", "--format", "prompts", arguments.set]
    texts = subprocess.run(expand, check=True, capture_output=True, text=True).stdout
    prompts = texts.splitlines()
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.encoder)
    model = transformers.AutoModel.from_pretrained(arguments.encoder).eval()

    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        source, output = pathlib.Path(folder, "prompts.txt"), pathlib.Path(folder, "e.safetensors")
        source.write_text(texts)
        encode = [arguments.promptbank, "encode", "--encoder", arguments.encoder, source, "-o", output]
        peer_encode(tokenizer, model, prompts[:64])  # warm-up
        for _ in range(arguments.runs):
            start = time.perf_counter()
            subprocess.run(encode, check=True)
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            expected = peer_encode(tokenizer, model, prompts)
            peer.append(time.perf_counter() - start)
        difference = numpy.abs(load_file(output)["embeddings"] - expected).max()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    print(f"{len(prompts)} prompts, {torch.get_num_threads()} threads, {arguments.runs} runs in turn; "
          f"largest difference {difference:.1e}")
    for name, seconds in (("promptbank (whole process)", ours), ("transformers (in process)", peer)):
        median = statistics.median(seconds)
        print(f"{name:28} {median:7.3f} s median ({min(seconds):.3f} to {max(seconds):.3f}), "
              f"{len(prompts) / median:7.0f} prompts/s")
    ratio = statistics.median(b / a for a, b in zip(ours, peer))
    print(f"ratio transformers / promptbank, median of pairs: {ratio:.2f}; promptbank's peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
