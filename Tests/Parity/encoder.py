#!/usr/bin/env python3
"""Compares `promptbank encode` with transformers and open_clip, in every layout they save.

    encoder.py --promptbank PATH --encoder DIR [--keep FOLDER]

Random models of middling size are made and saved by the libraries themselves, with CLIP's whole
vocabulary from open_clip, and encoded by both sides from text. DIR holds all-MiniLM-L6-v2, whose real
weights are compared with transformers and with three known cosines. `--keep` leaves the models in FOLDER.
Exits with 1 if anything differs.

Run with Python 3.11, torch 2.13, transformers 5.23, open_clip 3.3, safetensors 0.8, numpy 2.4.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import open_clip
import torch
import transformers
from open_clip.model import CLIP, CustomTextCLIP
from open_clip.tokenizer import SimpleTokenizer
from safetensors.numpy import load_file
from safetensors.torch import save_file

TEMPLATES = ["{}", "a photo of a {}.", "There is the {} in the scene", "This is a photo of a large {} at night."]
NOUNS = ["road", "traffic light", "person riding a bicycle", "café terrace", "lost cargo", "e-scooter",
         "2 deer", "cyclist's bag", "overturned lorry with spilt timber", "VÉHICULE", "犬", "🦌"]
PROMPTS = [template.format(noun) for template in TEMPLATES for noun in NOUNS]
PROMPTS += ["very " * 60 + "long road", "road"]
TEXT = dict(hidden_size=192, intermediate_size=768, num_hidden_layers=4, num_attention_heads=3)
DIMENSION = 128


def stir(model, seed):
    """Random weights that no test could mistake for one another: libraries start biases and norms at 0 and 1."""
    random = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=random)
        if parameter.ndim >= 2:
            parameter.data = noise * (0.2 if "embedding" in name else parameter.shape[-1] ** -0.5)
        elif "logit" not in name:
            norm = name.endswith("weight")
            parameter.data = norm + 0.1 * noise
    return model.eval()


def save_clip_vocabulary(folder):
    simple = SimpleTokenizer()
    merges = sorted(simple.bpe_ranks, key=simple.bpe_ranks.get)
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    special = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    vocabulary = {special.get(token, token): number for token, number in simple.encoder.items()}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))


def hugging_face(kind, dtype, activation, **save):
    def make(folder):
        text = dict(TEXT, hidden_act=activation, projection_dim=DIMENSION)
        vision = dict(hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=1,
                      image_size=32, patch_size=16)
        if kind is transformers.CLIPModel:
            configuration = transformers.CLIPConfig(text_config=text, vision_config=vision, projection_dim=DIMENSION)
        else:
            configuration = transformers.CLIPTextConfig(**text)
        model = stir(kind(configuration), seed=len(activation))
        model.to(dtype).save_pretrained(folder, **save)
        save_clip_vocabulary(folder)
        tokenizer = transformers.CLIPTokenizer.from_pretrained(folder)
        tokenizer.save_pretrained(folder)
        model = model.float()

        def encode(prompt):
            ids = tokenizer(prompt, return_tensors="pt")["input_ids"]
            if kind is transformers.CLIPModel:
                found = model.get_text_features(input_ids=ids)
                return found if torch.is_tensor(found) else found.pooler_output
            return model(input_ids=ids).text_embeds

        return encode
    return make


def open_clip_model(kind, dtype, **options):
    def make(folder):
        text = dict(context_length=77, vocab_size=49408, width=TEXT["hidden_size"],
                    heads=TEXT["num_attention_heads"], layers=TEXT["num_hidden_layers"], **options.pop("text", {}))
        vision = dict(image_size=32, patch_size=16, width=64, layers=1)
        configuration = dict(embed_dim=DIMENSION, vision_cfg=vision, text_cfg=text, **options)
        model = stir(kind(**configuration), seed=5).to(dtype)
        if kind is CustomTextCLIP:
            configuration["custom_text"] = True
        state = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
        save_file(state, folder / "open_clip_model.safetensors", {"format": "pt"})
        (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": configuration, "preprocess_cfg": {}}))
        save_clip_vocabulary(folder)
        model, tokenizer = model.float(), SimpleTokenizer()
        return lambda prompt: model.encode_text(tokenizer([prompt]))
    return make


def sentence_bert(folder):
    transformers.AutoTokenizer.from_pretrained(ENCODER).save_pretrained(folder)
    configuration = transformers.BertConfig(**TEXT, vocab_size=30522)
    model = stir(transformers.BertModel(configuration), seed=8)
    model.save_pretrained(folder)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling/config.json").write_text(json.dumps(
        {"word_embedding_dimension": TEXT["hidden_size"], "pooling_mode_mean_tokens": True}))
    return mean_pooled(model, folder)


def mean_pooled(model, folder):
    tokenizer = transformers.BertTokenizer.from_pretrained(folder)
    return lambda prompt: model(**tokenizer(prompt, return_tensors="pt")).last_hidden_state.mean(1)


LAYOUTS = {
    "transformers CLIPModel, float32, quick_gelu":
        hugging_face(transformers.CLIPModel, torch.float32, "quick_gelu"),
    "transformers CLIPModel, float16, gelu": hugging_face(transformers.CLIPModel, torch.float16, "gelu"),
    "transformers CLIPTextModelWithProjection, bfloat16, gelu_new":
        hugging_face(transformers.CLIPTextModelWithProjection, torch.bfloat16, "gelu_new"),
    "open_clip CLIP, float32, gelu": open_clip_model(CLIP, torch.float32),
    "open_clip CLIP, float16, quick_gelu": open_clip_model(CLIP, torch.float16, quick_gelu=True),
    "open_clip CustomTextCLIP, bfloat16, gelu": open_clip_model(CustomTextCLIP, torch.bfloat16),
    "open_clip CustomTextCLIP, float32, options": open_clip_model(
        CustomTextCLIP, torch.float32, text={"mlp_ratio": 3.0, "norm_kwargs": {"eps": 1e-6},
                                             "act_kwargs": {"approximate": "tanh"}}),
    "open_clip CustomTextCLIP, float32, without a causal mask": open_clip_model(
        CustomTextCLIP, torch.float32, text={"no_causal_mask": True}),
    "transformers CLIPModel, float32, in shards":
        hugging_face(transformers.CLIPModel, torch.float32, "gelu", max_shard_size="20MB"),
    "transformers BertModel, float32, gelu": sentence_bert,
}


def run_promptbank(promptbank, folder, prompts):
    with tempfile.TemporaryDirectory() as scratch:
        source, output = pathlib.Path(scratch, "prompts.txt"), pathlib.Path(scratch, "embeddings.safetensors")
        source.write_text("".join(prompt + "\n" for prompt in prompts))
        subprocess.run([promptbank, "encode", "--encoder", folder, source, "--output", output, "--raw"], check=True)
        return load_file(output)["embeddings"].astype(numpy.float64)


def agrees(name, ours, expected, tolerance):
    assert ours.shape == expected.shape, (name, ours.shape, expected.shape)
    error = numpy.abs(ours - expected).max()
    lengths = numpy.linalg.norm(ours, axis=1) * numpy.linalg.norm(expected, axis=1)
    angle = (1 - (ours * expected).sum(1) / lengths).max()
    good = bool(error <= tolerance and angle <= 1e-6)
    print(f"{'agrees ' if good else 'DIFFERS'} {name:62} largest difference {error:.1e}, 1 - cosine {angle:.1e}")
    return good


def main():
    global ENCODER
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--bank", help="not used here")
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    ENCODER = arguments.encoder
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    torch.set_grad_enabled(False)
    print(f"torch {torch.__version__}, transformers {transformers.__version__}, open_clip {open_clip.__version__}")

    good = True
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, make) in enumerate(LAYOUTS.items()):
            folder = (arguments.keep or pathlib.Path(scratch)) / str(number)
            folder.mkdir(parents=True)
            encode = make(folder)
            expected = torch.cat([encode(prompt) for prompt in PROMPTS]).double().numpy()
            good &= agrees(name, run_promptbank(arguments.promptbank, folder, PROMPTS), expected, 2e-5)

    model = transformers.AutoModel.from_pretrained(ENCODER).eval()
    encode = mean_pooled(model, ENCODER)
    expected = torch.cat([encode(prompt) for prompt in PROMPTS]).double().numpy()
    good &= agrees("all-MiniLM-L6-v2", run_promptbank(arguments.promptbank, ENCODER, PROMPTS), expected, 1e-5)

    words = ["a photo of a cat.", "a photo of a dog.", "a photo of a car.", "road", "sidewalk"]
    rows = run_promptbank(arguments.promptbank, ENCODER, words)
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    for a, b, cosine in ((0, 1, 0.6193), (0, 2, 0.4764), (3, 4, 0.5696)):
        near = abs(rows[a] @ rows[b] - cosine) <= 5e-5
        print(f"{'agrees ' if near else 'DIFFERS'} cosine of `{words[a]}` and `{words[b]}`: {rows[a] @ rows[b]:.4f}")
        good &= bool(near)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
