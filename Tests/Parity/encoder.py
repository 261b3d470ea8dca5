#!/usr/bin/env python3
"""Compares `promptbank encode` with transformers and open_clip, in every layout they save.

    encoder.py --promptbank PATH --encoder DIR [--keep FOLDER] [--whole]

Random models of middling size are made and saved by the libraries themselves, with CLIP's whole
vocabulary from open_clip, and encoded by both sides from text; towers with a tokenizer that promptbank
does not read, from token ids. Checkpoints of torch.save come beside safetensors of the same weights, and
must give the same embeddings and the same space. Towers of open_clip's own configuration files keep
their sizes, but have two layers unless `--whole` is given. DIR holds all-MiniLM-L6-v2, whose real weights
are compared with transformers and with three known cosines. `--keep` leaves the models in FOLDER. Exits
with 1 if anything differs.

Run with Python 3.11, torch 2.13, transformers 5.23, open_clip 3.3, safetensors 0.8, numpy 2.4.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy
import open_clip
import torch
import transformers
from open_clip.model import CLIP, CustomTextCLIP
from open_clip.tokenizer import SimpleTokenizer
from safetensors import safe_open
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


def padded_ids(count, vocabulary, context, pad, seed=3):
    """Token ids as a tokenizer without a start token pads them: for towers whose tokenizer is not read."""
    random = numpy.random.default_rng(seed)
    rows = numpy.full((count, context), pad)
    for row in rows:
        length = random.integers(1, context + 1)
        row[:length] = random.integers(2, vocabulary, length)
    return rows


def siglip(kind, model_type, dtype, **changes):
    """Hugging Face's SigLIP or SigLIP 2; from ids."""
    def make(folder):
        text = dict(TEXT, vocab_size=2000, projection_size=DIMENSION, **changes)
        vision = dict(hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=1,
                      image_size=32, patch_size=16)
        configuration = kind.config_class(text_config=text, vision_config=vision)
        model = stir(kind(configuration), seed=6)
        model.to(dtype).save_pretrained(folder)
        assert json.loads((folder / "config.json").read_text())["model_type"] == model_type
        model = model.float()
        ids = padded_ids(12, 2000, 64, pad=0 if "2" in model_type else 1)
        return ids, lambda ids: model.text_model(input_ids=torch.tensor(ids)).pooler_output
    return make


def library_tower(name, seed=7, dtype=torch.float32):
    """The text tower of one of open_clip's own configuration files, in its true sizes."""
    def make(folder):
        configuration = open_clip.get_model_config(name)
        text = configuration["text_cfg"]
        configuration["vision_cfg"] = dict(image_size=32, patch_size=16, width=64, layers=1)
        saved = json.loads(json.dumps(configuration))
        if not WHOLE:
            text["layers"] = saved["text_cfg"]["layers"] = 2
        if text["vocab_size"] > 49408:
            text["vocab_size"] = saved["text_cfg"]["vocab_size"] = 3000
        is_custom = configuration.pop("custom_text", False)
        for key in ("hf_tokenizer_name", "tokenizer_kwargs"):
            text.pop(key, None)
        model = stir((CustomTextCLIP if is_custom else CLIP)(**configuration), seed).to(dtype)
        state = {key: value.contiguous() for key, value in model.state_dict().items() if not key.startswith("visual")}
        save_file(state, folder / "open_clip_model.safetensors", {"format": "pt"})
        (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": saved, "preprocess_cfg": {}}))
        model, context = model.float(), text["context_length"]
        if "hf_tokenizer_name" in saved["text_cfg"]:
            ids = padded_ids(6, text["vocab_size"], context, pad=1)
            return ids, lambda ids: model.encode_text(torch.tensor(ids))
        save_clip_vocabulary(folder)
        tokenizer = SimpleTokenizer(context_length=context)
        prompts = PROMPTS[8:16] + ["very " * (context - 5) + "long road"]
        return prompts, lambda prompts: model.encode_text(tokenizer(prompts))
    return make


class Checkpoints:
    """What torch.save writes of a model in a folder, in every way that training leaves it."""

    def __init__(self, folder, weights):
        self.folder, self.weights = folder, weights
        with safe_open(folder / weights, "pt") as file:
            self.state = {name: file.get_tensor(name) for name in file.keys()}

    def transposed(self):
        state = {}
        for name, tensor in self.state.items():
            state[name] = tensor.T.contiguous().T if tensor.ndim == 2 else tensor
        return state

    def shared(self):
        """Every tensor a window onto one storage of its type."""
        state = {}
        for dtype in {tensor.dtype for tensor in self.state.values()}:
            names = [name for name, tensor in self.state.items() if tensor.dtype == dtype]
            together = torch.cat([torch.ones(3, dtype=dtype)] + [self.state[name].flatten() for name in names])
            start = 3
            for name in names:
                count = self.state[name].numel()
                state[name] = together[start:start + count].view(self.state[name].shape)
                start += count
        return state

    def every_form(self):
        state = self.state
        yield "as it is", lambda path: torch.save(state, path)
        yield "transposed storages", lambda path: torch.save(self.transposed(), path)
        yield "one shared storage", lambda path: torch.save(self.shared(), path)
        yield "parameters", lambda path: torch.save(
            {name: torch.nn.Parameter(value) if value.is_floating_point() else value for name, value in state.items()}, path)
        yield "from training", lambda path: torch.save(
            {"epoch": 7, "name": "run", "state_dict": {"module." + name: value for name, value in state.items()},
             "optimizer": torch.optim.AdamW([torch.nn.Parameter(torch.ones(3))], lr=1e-3).state_dict()}, path)
        yield "with position ids", lambda path: torch.save(
            dict(state, **{"text_model.embeddings.position_ids": torch.arange(77).expand(1, -1)}), path)


def check_checkpoints(folder, weights, target, prompts, promptbank):
    """The checkpoints of a model give its safetensors' embeddings to the last digit, and its space."""
    expected, space = run_promptbank(promptbank, folder, prompts, with_space=True)
    good = True
    work = folder.with_name(folder.name + "-checkpoint")
    for name, save in Checkpoints(folder, weights).every_form():
        shutil.copytree(folder, work, ignore=shutil.ignore_patterns("*.safetensors"))
        save(work / target)
        found, its_space = run_promptbank(promptbank, work, prompts, with_space=True)
        same = bool(numpy.array_equal(expected, found)) and space == its_space
        print(f"{'agrees ' if same else 'DIFFERS'}   {target}, {name}: bytes and space of the safetensors")
        good &= same
        shutil.rmtree(work)
    return good


def check_script_archive(folder, promptbank):
    """TorchScript is refused by name, and what the message advises works: OpenAI's own layout."""
    class Tower(torch.nn.Module):
        def __init__(self, model):
            super().__init__()
            for name in ("token_embedding", "transformer", "ln_final"):
                setattr(self, name, getattr(model, name))
            self.positional_embedding, self.text_projection = model.positional_embedding, model.text_projection
            self.logit_scale = model.logit_scale
            for name, value in (("input_resolution", 224), ("context_length", 77), ("vocab_size", 49408)):
                self.register_buffer(name, torch.tensor(value))

        def forward(self, ids):
            return self.token_embedding(ids)

    text = dict(context_length=77, vocab_size=49408, width=128, heads=2, layers=2)
    vision = dict(image_size=32, patch_size=16, width=64, layers=1)
    model = stir(CLIP(embed_dim=DIMENSION, vision_cfg=vision, text_cfg=text, quick_gelu=True), 11)
    folder.mkdir(parents=True)
    traced = torch.jit.trace(Tower(model), torch.zeros(1, 77, dtype=torch.long), check_trace=False)
    traced.save(folder / "ViT-T.pt")
    shutil.copy(open_clip.tokenizer.default_bpe(), folder)
    result = subprocess.run([promptbank, "encoders", folder], capture_output=True, text=True)
    named = result.returncode == 3 and "TorchScript archive" in result.stderr
    print(f"{'agrees ' if named else 'DIFFERS'} a TorchScript archive is refused by name")
    torch.save(torch.jit.load(folder / "ViT-T.pt").state_dict(), folder / "model.pt")
    (folder / "ViT-T.pt").unlink()
    tokenizer = SimpleTokenizer()
    expected = torch.cat([model.encode_text(tokenizer([prompt])) for prompt in PROMPTS]).double().numpy()
    return agrees("OpenAI's layout: a state dictionary and a vocabulary", run_promptbank(promptbank, folder, PROMPTS),
                  expected, 2e-5) & named


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
    "transformers SiglipModel, float32": siglip(transformers.SiglipModel, "siglip", torch.float32),
    "transformers SiglipModel, float16, gelu": siglip(
        transformers.SiglipModel, "siglip", torch.float16, hidden_act="gelu"),
    "transformers Siglip2Model, bfloat16": siglip(transformers.Siglip2Model, "siglip2", torch.bfloat16),
}


# Families of one arithmetic have one configuration here: MetaCLIP and DFN are CLIP with QuickGELU.
LIBRARY = [
    "RN50-quickgelu", "ViT-B-32", "ViT-L-14-quickgelu", "convnext_large_d_320", "EVA02-B-16",
    "PE-Core-T-16-384", "PE-Core-bigG-14-448", "MobileCLIP-B", "MobileCLIP-S1", "MobileCLIP2-S3", "ViT-S-32-alt",
    "ViT-B-16-SigLIP", "ViT-SO400M-14-SigLIP-384", "ViT-B-16-SigLIP2", "ViT-L-14-CLIPA",
]


def run_promptbank(promptbank, folder, prompts, with_space=False, precision="float32"):
    """The embeddings of texts, or of an array of token ids."""
    with tempfile.TemporaryDirectory() as scratch:
        source, output = pathlib.Path(scratch, "prompts.txt"), pathlib.Path(scratch, "embeddings.safetensors")
        form = "text" if isinstance(prompts, list) else "ids"
        source.write_text("".join((line if form == "text" else json.dumps(line.tolist())) + "\n" for line in prompts))
        subprocess.run([promptbank, "encode", "--encoder", folder, source, "--input", form, "--output", output, "--raw",
                        "--no-cache", "--precision", precision], check=True)
        embeddings = load_file(output)["embeddings"].astype(numpy.float64)
        if not with_space:
            return embeddings
        with safe_open(output, "np") as file:
            return embeddings, file.metadata()["space"]


def unit(rows):
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def has_bfloat16(promptbank, folder):
    """Whether this processor multiplies bfloat16."""
    run = subprocess.run([promptbank, "encode", "--encoder", folder, "/dev/null", "--output", "/dev/null",
                          "--precision", "bfloat16"], capture_output=True)
    return run.returncode == 0


def agrees(name, ours, expected, tolerance, largest_angle=1e-6):
    assert ours.shape == expected.shape, (name, ours.shape, expected.shape)
    error = numpy.abs(ours - expected).max()
    lengths = numpy.linalg.norm(ours, axis=1) * numpy.linalg.norm(expected, axis=1)
    angle = (1 - (ours * expected).sum(1) / lengths).max()
    good = bool(error <= tolerance and angle <= largest_angle)
    print(f"{'agrees ' if good else 'DIFFERS'} {name:62} largest difference {error:.1e}, 1 - cosine {angle:.1e}")
    return good


def reference(made):
    """The prompts and their embeddings by the library, from text; or prompts or ids of the model's own."""
    if not isinstance(made, tuple):
        return PROMPTS, torch.cat([made(prompt) for prompt in PROMPTS]).double().numpy()
    prompts, encode = made
    return prompts, encode(prompts).double().numpy()


def main():
    global ENCODER, WHOLE
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--bank", help="not used here")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--whole", action="store_true", help="open_clip's towers with all their layers")
    arguments = parser.parse_args()
    ENCODER, WHOLE = arguments.encoder, arguments.whole
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    torch.set_grad_enabled(False)
    print(f"torch {torch.__version__}, transformers {transformers.__version__}, open_clip {open_clip.__version__}")

    good = True
    with tempfile.TemporaryDirectory() as scratch:
        root = arguments.keep or pathlib.Path(scratch)
        folders = {}
        for number, (name, make) in enumerate(LAYOUTS.items()):
            folder = folders[name] = root / str(number)
            folder.mkdir(parents=True)
            prompts, expected = reference(make(folder))
            good &= agrees(name, run_promptbank(arguments.promptbank, folder, prompts), expected, 2e-5)
            if number == 0:
                with_bfloat16 = has_bfloat16(arguments.promptbank, folder)
            if with_bfloat16:
                half = run_promptbank(arguments.promptbank, folder, prompts, precision="bfloat16")
                good &= agrees("  the same in bfloat16, normalised", unit(half), unit(expected), 5e-3, 1e-3)
        for name, weights, target in (
                ("transformers CLIPModel, float16, gelu", "model.safetensors", "pytorch_model.bin"),
                ("open_clip CustomTextCLIP, bfloat16, gelu", "open_clip_model.safetensors", "open_clip_pytorch_model.bin"),
                ("open_clip CLIP, float32, gelu", "open_clip_model.safetensors", "epoch_latest.pt")):
            good &= check_checkpoints(folders[name], weights, target, PROMPTS[:8], arguments.promptbank)
        good &= check_script_archive(root / "script", arguments.promptbank)
        for name in LIBRARY:
            folder = root / name
            folder.mkdir()
            prompts, expected = reference(library_tower(name)(folder))
            found = run_promptbank(arguments.promptbank, folder, prompts)
            good &= agrees(f"open_clip {name}", found, expected, 2e-5)
            if not arguments.keep:
                shutil.rmtree(folder)

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
