#!/usr/bin/env python3
"""Two tiny text encoders with random weights, complete with their tokenizers, for tests of the command.

    make_encoders.py [FOLDER]

FOLDER defaults to this script's. `clip` is an OpenCLIP directory over the first 1,000 merges of CLIP's
vocabulary, `bert` a Hugging Face one over a vocabulary of 208 word pieces; the tokenizer files are those
of Tests/PromptTokenizerTests/Fixtures.

Made with Python 3.11, numpy 2.4, safetensors 0.8.
"""
import json
import pathlib
import shutil
import sys

import numpy
from safetensors.numpy import save_file

WIDTH, HEADS, LAYERS, CONTEXT = 16, 2, 2, 24


def random_tensors(shapes, seed, dtype):
    chance = numpy.random.default_rng(seed)
    tensors = {}
    for name, shape in shapes.items():
        scale = 0.4 if len(shape) == 2 else 0.1
        values = chance.standard_normal(shape) * scale
        if name.endswith(("ln_1.weight", "ln_2.weight", "ln_final.weight", "LayerNorm.weight")):
            values += 1
        tensors[name] = values.astype(dtype)
    return tensors


def clip(folder, tokenizer):
    vocabulary = 512 + 1000 + 2
    shapes = {
        "token_embedding.weight": (vocabulary, WIDTH),
        "positional_embedding": (CONTEXT, WIDTH),
        "ln_final.weight": (WIDTH,),
        "ln_final.bias": (WIDTH,),
        "text_projection": (WIDTH, WIDTH),
    }
    for i in range(LAYERS):
        block = f"transformer.resblocks.{i}."
        for norm in ("ln_1", "ln_2"):
            shapes |= {block + norm + ".weight": (WIDTH,), block + norm + ".bias": (WIDTH,)}
        shapes |= {
            block + "attn.in_proj_weight": (3 * WIDTH, WIDTH),
            block + "attn.in_proj_bias": (3 * WIDTH,),
            block + "attn.out_proj.weight": (WIDTH, WIDTH),
            block + "attn.out_proj.bias": (WIDTH,),
            block + "mlp.c_fc.weight": (4 * WIDTH, WIDTH),
            block + "mlp.c_fc.bias": (4 * WIDTH,),
            block + "mlp.c_proj.weight": (WIDTH, 4 * WIDTH),
            block + "mlp.c_proj.bias": (WIDTH,),
        }
    tensors = random_tensors(shapes, 1, numpy.float16)
    tensors["logit_scale"] = numpy.array(numpy.log(100), numpy.float32)
    folder.mkdir(exist_ok=True)
    save_file(tensors, folder / "open_clip_model.safetensors")
    text = {
        "context_length": CONTEXT, "vocab_size": vocabulary, "width": WIDTH, "heads": HEADS,
        "layers": LAYERS,
    }
    config = {"model_cfg": {"embed_dim": WIDTH, "text_cfg": text}}
    (folder / "open_clip_config.json").write_text(json.dumps(config, indent=1) + "\n")
    shutil.copy(tokenizer / "clip/bpe_simple_vocab_16e6.txt.gz", folder)


def bert(folder, tokenizer):
    pieces = len((tokenizer / "bert/vocab.txt").read_text().split("\n")) - 1
    shapes = {
        "embeddings.word_embeddings.weight": (pieces, WIDTH),
        "embeddings.position_embeddings.weight": (64, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for i in range(LAYERS):
        layer = f"encoder.layer.{i}."
        linears = {
            "attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH),
            "attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (2 * WIDTH, WIDTH), "output.dense": (WIDTH, 2 * WIDTH),
        }
        for name, shape in linears.items():
            shapes |= {f"{layer}{name}.weight": shape, f"{layer}{name}.bias": shape[:1]}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}{name}.weight": (WIDTH,), f"{layer}{name}.bias": (WIDTH,)}
    folder.mkdir(exist_ok=True)
    save_file(random_tensors(shapes, 2, numpy.float32), folder / "model.safetensors")
    config = {
        "model_type": "bert", "architectures": ["BertModel"], "hidden_size": WIDTH,
        "num_attention_heads": HEADS, "num_hidden_layers": LAYERS, "intermediate_size": 2 * WIDTH,
        "hidden_act": "gelu", "layer_norm_eps": 1e-12, "max_position_embeddings": 64,
        "type_vocab_size": 2, "vocab_size": pieces, "pad_token_id": 0,
        "position_embedding_type": "absolute",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "1_Pooling").mkdir(exist_ok=True)
    pooling = {"word_embedding_dimension": WIDTH, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling/config.json").write_text(json.dumps(pooling, indent=1) + "\n")
    shutil.copy(tokenizer / "bert/vocab.txt", folder)


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here
    tokenizer = here.parent.parent / "PromptTokenizerTests/Fixtures"
    clip(folder / "clip", tokenizer)
    bert(folder / "bert", tokenizer)


if __name__ == "__main__":
    main()
