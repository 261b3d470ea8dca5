#!/usr/bin/env python3
"""Tiny random text towers in every file layout, with float64 reference embeddings.

    make_fixtures.py [FOLDER] [--check-torch]

FOLDER defaults to this script's. Each case is a folder with a model's files and `expected.json`:
token ids, unnormalised embeddings, temperature, and the digest of `grammar/bank.md`. The reference is
written down here in numpy, from the papers and the libraries' documented layouts; `--check-torch`
loads every case with the real library and compares.

Made with Python 3.11, numpy 2.4; checked with torch 2.13, transformers 5.23, open_clip 3.3.
"""
import hashlib
import json
import math
import pathlib
import struct
import sys
import zipfile

import numpy as np

VOCABULARY, END = 200, 199
erf = np.vectorize(math.erf, otypes=[np.float64])
ACTIVATIONS = {
    "quick_gelu": lambda x: x / (1 + np.exp(-1.702 * x)),
    "gelu": lambda x: x / 2 * (1 + erf(x / math.sqrt(2))),
    "gelu_pytorch_tanh": lambda x: x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
}


def layer_norm(x, weight, bias, epsilon):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon) * weight + bias


def make_weights(shape, seed, kind):
    """Weights under canonical names, float32."""
    random = np.random.default_rng(seed)
    width, hidden = shape["width"], shape["hidden"]
    weights = {}

    def add(name, *extents, std, mean=0.0):
        weights[name] = (mean + std * random.standard_normal(extents)).astype(np.float32)

    def norm(name):
        add(name + ".weight", width, std=0.1, mean=1)
        add(name + ".bias", width, std=0.1)

    def linear(name, outputs, inputs):
        add(name + ".weight", outputs, inputs, std=inputs**-0.5)
        add(name + ".bias", outputs, std=0.05)

    if kind == "clip":
        add("token_embedding.weight", VOCABULARY, width, std=0.2)
        add("positional_embedding", shape["context"], width, std=0.1)
        for i in range(shape["layers"]):
            b = f"transformer.resblocks.{i}."
            add(b + "attn.in_proj_weight", 3 * width, width, std=2 * width**-0.5)
            add(b + "attn.in_proj_bias", 3 * width, std=0.05)
            linear(b + "attn.out_proj", width, width)
            norm(b + "ln_1")
            norm(b + "ln_2")
            linear(b + "mlp.c_fc", hidden, width)
            linear(b + "mlp.c_proj", width, hidden)
        norm("ln_final")
        if shape.get("siglip"):
            linear("text_projection", shape["dimension"], width)
        else:
            add("text_projection", width, shape["dimension"], std=width**-0.5)
    else:
        add("embeddings.word_embeddings.weight", VOCABULARY, width, std=0.2)
        add("embeddings.position_embeddings.weight", shape["context"], width, std=0.1)
        add("embeddings.token_type_embeddings.weight", 2, width, std=0.1)
        norm("embeddings.LayerNorm")
        for i in range(shape["layers"]):
            b = f"encoder.layer.{i}."
            for part in ("query", "key", "value"):
                linear(b + "attention.self." + part, width, width)
            linear(b + "attention.output.dense", width, width)
            norm(b + "attention.output.LayerNorm")
            linear(b + "intermediate.dense", hidden, width)
            linear(b + "output.dense", width, hidden)
            norm(b + "output.LayerNorm")
    return weights


def attend(shape, q, k, v, causal):
    length, width = q.shape
    heads = shape["heads"]
    q, k, v = (a.reshape(length, heads, -1).transpose(1, 0, 2) for a in (q, k, v))
    scores = q @ k.transpose(0, 2, 1) / math.sqrt(width // heads)
    if causal:
        scores = scores + np.triu(np.full((length, length), -np.inf), 1)
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    return (scores / scores.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(length, width)


def clip_embedding(shape, w, ids, end):
    activation, epsilon = ACTIVATIONS[shape["activation"]], shape["epsilon"]
    if not shape.get("causal", True):
        # Every token sees the whole context, filled with token 0.
        ids = np.append(ids, np.zeros(shape["context"] - len(ids), np.int64))
    x = w["token_embedding.weight"][ids] + w["positional_embedding"][: len(ids)]
    for i in range(shape["layers"]):
        b = f"transformer.resblocks.{i}."
        h = layer_norm(x, w[b + "ln_1.weight"], w[b + "ln_1.bias"], epsilon)
        h = h @ w[b + "attn.in_proj_weight"].T + w[b + "attn.in_proj_bias"]
        h = attend(shape, *np.split(h, 3, -1), causal=shape.get("causal", True))
        x = x + h @ w[b + "attn.out_proj.weight"].T + w[b + "attn.out_proj.bias"]
        h = layer_norm(x, w[b + "ln_2.weight"], w[b + "ln_2.bias"], epsilon)
        h = activation(h @ w[b + "mlp.c_fc.weight"].T + w[b + "mlp.c_fc.bias"])
        x = x + h @ w[b + "mlp.c_proj.weight"].T + w[b + "mlp.c_proj.bias"]
    x = layer_norm(x, w["ln_final.weight"], w["ln_final.bias"], epsilon)
    if shape.get("siglip"):
        return x[-1] @ w["text_projection.weight"].T + w["text_projection.bias"]
    return x[int(np.argmax(ids) if end is None else np.argmax(ids == end))] @ w["text_projection"]


def bert_embedding(shape, w, ids):
    activation, epsilon = ACTIVATIONS[shape["activation"]], shape["epsilon"]

    def norm(x, name):
        return layer_norm(x, w[name + ".weight"], w[name + ".bias"], epsilon)

    def linear(x, name):
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for i in range(shape["layers"]):
        b = f"encoder.layer.{i}."
        h = attend(shape, *(linear(x, b + "attention.self." + p) for p in ("query", "key", "value")), causal=False)
        x = norm(x + linear(h, b + "attention.output.dense"), b + "attention.output.LayerNorm")
        h = linear(activation(linear(x, b + "intermediate.dense")), b + "output.dense")
        x = norm(x + h, b + "output.LayerNorm")
    return x.mean(0)


def to_hugging_face(w, layers, prefix="text_model."):
    named = {
        prefix + "embeddings.token_embedding.weight": w["token_embedding.weight"],
        prefix + "embeddings.position_embedding.weight": w["positional_embedding"],
        prefix + "final_layer_norm.weight": w["ln_final.weight"],
        prefix + "final_layer_norm.bias": w["ln_final.bias"],
    }
    if "text_projection" in w:
        named["text_projection.weight"] = w["text_projection"].T.copy()
    else:
        named |= {f"{prefix}head.{part}": w[f"text_projection.{part}"] for part in ("weight", "bias")}
    renamed = {"attn.out_proj": "self_attn.out_proj", "ln_1": "layer_norm1", "ln_2": "layer_norm2",
               "mlp.c_fc": "mlp.fc1", "mlp.c_proj": "mlp.fc2"}
    for i in range(layers):
        b, n = f"transformer.resblocks.{i}.", f"{prefix}encoder.layers.{i}."
        for part in ("weight", "bias"):
            for old, new in renamed.items():
                named[f"{n}{new}.{part}"] = w[f"{b}{old}.{part}"]
            for letter, third in zip("qkv", np.split(w[f"{b}attn.in_proj_{part}"], 3)):
                named[f"{n}self_attn.{letter}_proj.{part}"] = third
    return named


def digest(weights):
    hash = hashlib.sha256()
    for name in sorted(weights, key=str.encode):
        values = weights[name]
        hash.update(name.encode() + b"\0" + struct.pack(f"<{1 + values.ndim}Q", values.ndim, *values.shape))
        hash.update(values.astype("<f4").tobytes())
    return "sha256:" + hash.hexdigest()


def to_bfloat16(values):
    bits = values.astype(np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def as_stored(values, dtype):
    """The float32 values that a file of this element type gives back."""
    if dtype == "F16":
        return values.astype(np.float16).astype(np.float32)
    if dtype == "BF16":
        return (to_bfloat16(values).astype(np.uint32) << 16).view(np.float32)
    return values


def write_checkpoint(path, tensors, dtype_of):
    """What torch.save writes of {"epoch": 3, "state_dict": tensors}, by hand: numpy cannot."""
    def text(value):
        return b"X" + struct.pack("<I", len(value.encode())) + value.encode()

    def tuple_of(values):
        return b"(" + b"".join(b"J" + struct.pack("<i", value) for value in values) + b"t"

    kinds = {"F32": ("Float", "<f4"), "F16": ("Half", "<f2"), "I64": ("Long", "<i8")}
    pickled, storages = b"\x80\x02}" + text("epoch") + b"K\x03s" + text("state_dict") + b"}(", {}
    for number, (name, values) in enumerate(sorted(tensors.items())):
        kind, dtype = kinds[dtype_of(name, values)]
        storages[f"data/{number}"] = values.astype(dtype).tobytes()
        strides = [math.prod(values.shape[axis + 1:]) for axis in range(values.ndim)]
        pickled += (text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage")
                    + f"ctorch\n{kind}Storage\n".encode() + text(str(number)) + text("cpu")
                    + b"J" + struct.pack("<i", values.size) + b"tQK\x00" + tuple_of(values.shape) + tuple_of(strides)
                    + b"\x89ccollections\nOrderedDict\n)RtR")
    with zipfile.ZipFile(path, "w") as file:
        for name, data in {"data.pkl": pickled + b"us.", "byteorder": b"little", **storages, "version": b"3\n"}.items():
            file.writestr(zipfile.ZipInfo("archive/" + name, (1980, 1, 1, 0, 0, 0)), data)


def write_weights(path, tensors, dtype_of):
    (write_safetensors if path.suffix == ".safetensors" else write_checkpoint)(path, tensors, dtype_of)


def write_safetensors(path, tensors, dtype_of):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, values in sorted(tensors.items()):
        dtype = dtype_of(name, values)
        raw = {"F32": lambda v: v.astype("<f4"), "F16": lambda v: v.astype("<f2"), "BF16": to_bfloat16,
               "I64": lambda v: v.astype("<i8")}[dtype](values).tobytes()
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


CLIP = dict(kind="clip", width=24, heads=3, layers=2, hidden=96, dimension=20, context=16, epsilon=1e-5,
            activation="quick_gelu", dtype="F32", seed=1, end=END)
BERT = dict(kind="bert", width=24, heads=3, layers=2, hidden=40, dimension=24, context=32, epsilon=1e-12,
            activation="gelu", dtype="F32", seed=9)
SIGLIP = dict(CLIP, siglip=True, causal=False, activation="gelu_pytorch_tanh", epsilon=1e-6, hidden=100, seed=7,
              context=12, end="last")
# Cases of one seed and sizes hold the same weights, rounded to F16 first, so that their digests agree.
CASES = {
    "hf_clip_f32": dict(CLIP, layout="hf", rounded="F16"),
    "hf_clip_f16": dict(CLIP, layout="hf", dtype="F16"),
    "hf_clip_legacy_end": dict(CLIP, layout="hf", rounded="F16", legacy=True, end=None),
    "hf_text_projection_gelu": dict(CLIP, layout="hf_text", activation="gelu", rounded="F16"),
    "hf_text_unprefixed_bf16": dict(CLIP, layout="hf_text", prefix="", activation="gelu_pytorch_tanh", dtype="BF16", seed=3),
    "open_clip_quick_gelu": dict(CLIP, layout="open_clip", rounded="F16", end=None),
    "open_clip_mixed_types": dict(CLIP, layout="open_clip", dtype="mixed", rounded="F16", end=None),
    "open_clip_text_gelu_bf16": dict(CLIP, layout="open_clip", prefix="text.", activation="gelu", dtype="BF16", seed=4, end=None),
    "open_clip_text_options": dict(CLIP, layout="open_clip", prefix="text.", activation="gelu_pytorch_tanh", seed=5,
                                   hidden=72, epsilon=1e-6, context=9, pool="eos"),
    "open_clip_not_causal": dict(CLIP, layout="open_clip", prefix="text.", activation="gelu", seed=6, causal=False,
                                 end=None, context=12),
    "open_clip_wrapped": dict(CLIP, layout="open_clip", prefix="module.", rounded="F16", end=None),
    "hf_clip_checkpoint": dict(CLIP, layout="hf", rounded="F16", file="pytorch_model.bin"),
    "open_clip_checkpoint": dict(CLIP, layout="open_clip", dtype="F16", prefix="module.", end=None, file="epoch_3.pt"),
    "openai_checkpoint": dict(CLIP, layout="openai", dtype="mixed", rounded="F16", width=64, heads=1, layers=1,
                              hidden=256, seed=12, end=None, file="tiny.pt"),
    "hf_siglip": dict(SIGLIP, layout="hf", rounded="F16"),
    "open_clip_siglip": dict(SIGLIP, layout="open_clip", prefix="text.", dtype="F16"),
    "hf_clip_sharded": dict(CLIP, layout="hf", dtype="F16", shards=2),
    "bert_f32": dict(BERT, rounded="F16"),
    "bert_prefixed_f16": dict(BERT, dtype="F16", prefix="bert.", limit=20, activation="gelu_pytorch_tanh"),
}


def make_ids(case):
    random = np.random.default_rng(case["seed"] + 100)
    longest = case.get("limit", case["context"])
    prompts = []
    for length in (2, 3, 5, 5, 8, longest):
        ids = random.integers(1, VOCABULARY - 3, length)
        ids[0], ids[-1] = VOCABULARY - 2, END
        prompts.append(ids)
    if case["kind"] == "clip":
        prompts.append(np.append(prompts[2], [0, 0, 0]))  # padding behind the end changes nothing
        prompts.append(np.insert(prompts[3], 2, END))  # the first end counts
    prompts.append(prompts[0])
    if case.get("siglip"):  # the whole context, padded as SigLIP's tokenizer does
        return [np.append(ids, np.ones(longest, np.int64))[:longest] for ids in prompts]
    return prompts


def write_case(folder, case):
    folder.mkdir(exist_ok=True)
    weights = make_weights(case, case["seed"], case["kind"])
    for rounding in (case.get("rounded"), case["dtype"]):
        weights = {k: as_stored(v, rounding) for k, v in weights.items()}
    wide = {k: v.astype(np.float64) for k, v in weights.items()}
    prompts = make_ids(case)
    if case["kind"] == "bert":
        embeddings = [bert_embedding(case, wide, ids) for ids in prompts]
        write_bert(folder, case, weights)
        temperature = None
    else:
        embeddings = [clip_embedding(case, wide, ids, case["end"]) for ids in prompts]
        scale = as_stored(np.float32(2.6592 if case["seed"] == 3 else 5).reshape(()), case["dtype"])
        has_scale = case["layout"] != "hf_text"
        temperature = 1 / min(math.exp(scale), 100) if has_scale else None
        write_clip(folder, case, weights, scale if has_scale else None)
    lines = ",\n".join(
        json.dumps({"ids": ids.tolist(), "embedding": [float(f"{x:.9g}") for x in row]})
        for ids, row in zip(prompts, embeddings))
    (folder / "expected.json").write_text(
        '{"temperature": %s, "encoder": "%s", "prompts": [\n%s\n]}\n'
        % (json.dumps(temperature), digest(weights), lines))
    return prompts, np.array(embeddings)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def write_bert(folder, case, weights):
    prefix = case.get("prefix", "")
    named = {prefix + k: v for k, v in weights.items()}
    named[prefix + "pooler.dense.weight"] = np.zeros((case["width"],) * 2, np.float32)
    named[prefix + "pooler.dense.bias"] = np.zeros(case["width"], np.float32)
    named[prefix + "embeddings.position_ids"] = np.arange(case["context"])[None]
    write_safetensors(folder / "model.safetensors", named,
                      lambda n, v: "I64" if v.dtype == np.int64 else case["dtype"])
    write_json(folder / "config.json", dict(
        architectures=["BertModel"], model_type="bert", hidden_size=case["width"],
        num_attention_heads=case["heads"], num_hidden_layers=case["layers"], intermediate_size=case["hidden"],
        hidden_act=case["activation"], layer_norm_eps=case["epsilon"], max_position_embeddings=case["context"],
        type_vocab_size=2, vocab_size=VOCABULARY, pad_token_id=0, position_embedding_type="absolute"))
    (folder / "1_Pooling").mkdir(exist_ok=True)
    if "limit" in case:
        write_json(folder / "1_Pooling/config.json", dict(word_embedding_dimension=case["width"], pooling_mode="mean"))
        write_json(folder / "sentence_bert_config.json", dict(max_seq_length=case["limit"], do_lower_case=False))
        write_json(folder / "modules.json", [
            dict(idx=i, name=str(i), path=path, type="sentence_transformers.models." + kind)
            for i, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])])
    else:
        write_json(folder / "1_Pooling/config.json", dict(
            word_embedding_dimension=case["width"], pooling_mode_cls_token=False, pooling_mode_mean_tokens=True,
            pooling_mode_max_tokens=False))


def write_clip(folder, case, weights, scale):
    extra = {} if scale is None else {"logit_scale": scale}
    if case["layout"] in ("open_clip", "openai"):
        prefix = case.get("prefix", "")
        if prefix == "module.":
            extra = {prefix + k: v for k, v in extra.items()}
        named = {prefix + k: v for k, v in weights.items()} | extra

        def dtype_of(name, values):
            # As OpenAI's files: matrices of the blocks in half precision, the rest in single.
            if case["dtype"] != "mixed":
                return case["dtype"]
            return "F16" if values.ndim == 2 and "embedding" not in name else "F32"

        if case["layout"] == "openai":
            marks = dict(input_resolution=224, context_length=case["context"], vocab_size=VOCABULARY)
            named |= {name: np.array(value) for name, value in marks.items()}
            write_weights(folder / case["file"], named,
                          lambda n, v: "I64" if v.dtype == np.int64 else dtype_of(n, v))
            return
        write_weights(folder / case.get("file", "open_clip_model.safetensors"), named, dtype_of)
        text = dict(context_length=case["context"], vocab_size=VOCABULARY, width=case["width"],
                    heads=case["heads"], layers=case["layers"])
        if case["hidden"] != 4 * case["width"]:
            text["mlp_ratio"] = case["hidden"] / case["width"]
        if case["epsilon"] != 1e-5:
            text["norm_kwargs"] = {"eps": case["epsilon"]}
        if case["activation"] == "gelu_pytorch_tanh":
            text["act_kwargs"] = {"approximate": "tanh"}
        if "pool" in case:
            text |= {"pool_type": "eos", "eos_id": END}
        model = dict(embed_dim=case["dimension"], text_cfg=text,
                     vision_cfg=dict(image_size=32, patch_size=16, width=64, layers=1))
        if case["activation"] == "quick_gelu":
            model["quick_gelu"] = True
        if case.get("siglip"):
            text |= {"proj_bias": True, "pool_type": "last", "hf_tokenizer_name": "none/here"}
        if not case.get("causal", True):
            text["no_causal_mask"] = True
        if prefix == "text.":
            model["custom_text"] = True
        write_json(folder / "open_clip_config.json",
                   {"model_cfg": model, "preprocess_cfg": {"mean": [0, 0, 0], "std": [1, 1, 1]}})
        return
    named = to_hugging_face(weights, case["layers"], case.get("prefix", "text_model.")) | extra
    if case.get("siglip"):
        named["logit_scale"] = named["logit_scale"].reshape(1)
    elif case["layout"] == "hf":
        named["visual_projection.weight"] = np.zeros((case["dimension"], 8), np.float32)
    if case.get("legacy"):
        named["text_model.embeddings.position_ids"] = np.arange(case["context"])[None]
    shards = case.get("shards", 1)
    weight_map = {}
    for shard in range(shards):
        part = {k: v for i, (k, v) in enumerate(sorted(named.items())) if i % shards == shard}
        name = case.get("file", "model.safetensors") if shards == 1 else f"model-{shard + 1:05}-of-{shards:05}.safetensors"
        write_weights(folder / name, part, lambda n, v: "I64" if v.dtype == np.int64 else case["dtype"])
        weight_map |= {k: name for k in part}
    if shards > 1:
        write_json(folder / "model.safetensors.index.json", {"metadata": {}, "weight_map": weight_map})
    text = dict(model_type="clip_text_model", hidden_size=case["width"], intermediate_size=case["hidden"],
                num_hidden_layers=case["layers"], num_attention_heads=case["heads"], vocab_size=VOCABULARY,
                max_position_embeddings=case["context"], layer_norm_eps=case["epsilon"],
                projection_dim=case["dimension"], eos_token_id=2 if case.get("legacy") else END,
                bos_token_id=VOCABULARY - 2, hidden_act=case["activation"])
    if case.get("legacy"):
        text = {k: v for k, v in text.items() if k not in ("hidden_act", "layer_norm_eps")}  # left to defaults
    if case.get("siglip"):
        text |= {"model_type": "siglip_text_model", "projection_size": text.pop("projection_dim")}
        write_json(folder / "config.json", dict(architectures=["SiglipModel"], model_type="siglip", text_config=text,
                   vision_config=dict(hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1,
                                      image_size=32, patch_size=16)))
        return
    if case["layout"] == "hf":
        text = dict(architectures=["CLIPModel"], model_type="clip", projection_dim=case["dimension"],
                    text_config=text, vision_config=dict(
                        hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1,
                        image_size=32, patch_size=16, projection_dim=case["dimension"]))
    else:
        text["architectures"] = ["CLIPTextModelWithProjection"]
    write_json(folder / "config.json", text)


def check_with_torch(folder, case, prompts, expected):
    import torch
    import transformers
    transformers.logging.set_verbosity_error()
    torch.set_grad_enabled(False)
    rows = []
    if case["kind"] == "bert":
        model = transformers.BertModel.from_pretrained(folder, dtype=torch.float32).eval()
        rows = [model(torch.tensor(ids)[None]).last_hidden_state[0].mean(0) for ids in prompts]
    elif case["layout"] in ("open_clip", "openai"):
        from open_clip.model import CLIP as Plain, CustomTextCLIP
        from safetensors.torch import load_file
        if case["layout"] == "openai":  # what OpenAI's build_model reads from the tensors
            config = dict(embed_dim=case["dimension"], quick_gelu=True, vision_cfg=dict(
                image_size=32, patch_size=16, width=64, layers=1), text_cfg=dict(
                context_length=case["context"], vocab_size=VOCABULARY, width=64, heads=1, layers=1))
        else:
            config = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]
        model = (CustomTextCLIP if config.pop("custom_text", False) else Plain)(**config).eval()
        state = (torch.load(folder / case["file"], weights_only=True)["state_dict"] if "file" in case
                 else load_file(folder / "open_clip_model.safetensors"))
        state = {k.removeprefix("module."): v.float() for k, v in state.items() if v.is_floating_point()}
        result = model.load_state_dict(state, strict=False)
        assert not result.unexpected_keys, result.unexpected_keys
        assert all(k.startswith("visual") for k in result.missing_keys), result.missing_keys
        for ids in prompts:  # the library's mask fits only whole contexts
            padded = torch.zeros(1, case["context"], dtype=torch.long)
            padded[0, : len(ids)] = torch.tensor(ids)
            rows.append(model.encode_text(padded)[0])
    elif case.get("siglip"):
        model = transformers.SiglipModel.from_pretrained(folder, dtype=torch.float32).eval()
        rows = [model.text_model(input_ids=torch.tensor(ids)[None]).pooler_output[0] for ids in prompts]
    elif "file" in case:
        text = transformers.CLIPConfig.from_pretrained(folder)
        model = transformers.CLIPModel(text).eval()
        model.load_state_dict(torch.load(folder / case["file"], weights_only=True)["state_dict"], strict=False)
        rows = [model.text_projection(model.text_model(input_ids=torch.tensor(ids)[None]).pooler_output)[0]
                for ids in prompts]
    else:
        kind = transformers.CLIPModel if case["layout"] == "hf" else transformers.CLIPTextModelWithProjection
        model = kind.from_pretrained(folder, dtype=torch.float32).eval()
        for ids in prompts:
            out = (model.get_text_features(input_ids=torch.tensor(ids)[None]) if case["layout"] == "hf"
                   else model(input_ids=torch.tensor(ids)[None]).text_embeds)
            rows.append((out if torch.is_tensor(out) else out.pooler_output)[0])
    error = np.abs(torch.stack(rows).double().numpy() - expected).max()
    print(f"{folder.name:28} largest difference {error:.1e}")
    assert error < 2e-5, folder


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent)
    root.mkdir(parents=True, exist_ok=True)
    for name, case in CASES.items():
        prompts, embeddings = write_case(root / name, case)
        if "--check-torch" in sys.argv:
            check_with_torch(root / name, case, prompts, embeddings)


if __name__ == "__main__":
    main()
