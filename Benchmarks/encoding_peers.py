"""The engines that `encoding.py` compares with, each from texts to embeddings in this process.

`rows` counts the tokens that went through the tower, padding included.
"""

import copy
import itertools

import numpy
import onnxruntime
import openvino
import torch
import transformers
from open_clip.tokenizer import SimpleTokenizer


def batches(items, size):
    return [items[start:start + size] for start in range(0, len(items), size)]


class OpenCLIP:
    """As its users run it: padded to the context, batches of 64."""

    def __init__(self, tower, model, folder, dtype):
        # A model changes in place, and rounded weights do not come back.
        self.model, self.tokenizer = copy.deepcopy(model).to(dtype), SimpleTokenizer()

    def encode(self, prompts):
        self.rows = 77 * len(prompts)
        with torch.inference_mode():
            found = [self.model.encode_text(self.tokenizer(part), normalize=True).float().numpy()
                     for part in batches(prompts, 64)]
        return numpy.concatenate(found)


class Transformers:
    """Sorted by length, each batch of 64 padded to its longest: the best plain use."""

    def __init__(self, tower, model, folder, dtype):
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder) if tower.family == "bert" else \
            transformers.CLIPTokenizer.from_pretrained(folder)
        if tower.family == "bert":
            self.model = transformers.BertModel.from_pretrained(folder, dtype=dtype).eval()
            return
        configuration = transformers.CLIPTextConfig(
            hidden_size=tower.width, intermediate_size=4 * tower.width, num_hidden_layers=tower.layers,
            num_attention_heads=tower.heads, projection_dim=tower.dimension, hidden_act="gelu", eos_token_id=49407)
        self.model = transformers.CLIPTextModelWithProjection(configuration).eval().to(dtype)

    def encode(self, prompts):
        self.rows = 0
        with torch.inference_mode():
            for part in batches(sorted(prompts, key=len), 64):
                tokens = self.tokenizer(part, padding=True, return_tensors="pt")
                found = self.model(**tokens)
                if "last_hidden_state" in found and not hasattr(found, "text_embeds"):
                    mask = tokens["attention_mask"][..., None]
                    found = (found.last_hidden_state * mask).sum(1) / mask.sum(1)
                self.rows += tokens["input_ids"].numel()
        return None


class ExactCLIP(torch.nn.Module):
    """A causal tower on ids [prompts, length] without padding: the end is the last token."""

    def __init__(self, tower, model):
        super().__init__()
        self.model, self.heads = model, tower.heads

    def forward(self, ids):
        model, length = self.model, ids.shape[1]
        x = model.token_embedding(ids) + model.positional_embedding[:length]
        mask = model.attn_mask[:length, :length]
        for block in model.transformer.resblocks:
            projected = torch.nn.functional.linear(
                block.ln_1(x), block.attn.in_proj_weight, block.attn.in_proj_bias)
            q, k, v = (part.reshape(part.shape[0], part.shape[1], self.heads, -1).transpose(1, 2)
                       for part in projected.chunk(3, dim=-1))
            weights = (q @ k.transpose(-1, -2) * q.shape[-1]**-0.5 + mask).softmax(-1)
            x = x + block.attn.out_proj((weights @ v).transpose(1, 2).reshape(x.shape))
            x = x + block.mlp(block.ln_2(x))
        return torch.nn.functional.normalize(model.ln_final(x[:, -1]) @ model.text_projection, dim=-1)


class ExactBERT(torch.nn.Module):
    """A sentence encoder on ids [prompts, length] without padding."""

    def __init__(self, folder):
        super().__init__()
        self.model = transformers.BertModel.from_pretrained(folder, attn_implementation="eager").eval()

    def forward(self, ids):
        hidden = self.model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        return torch.nn.functional.normalize(hidden.mean(1), dim=-1)


class Bucketed:
    """Prompts of one length together, at most 64: what a careful user makes by hand."""

    size = 64

    def __init__(self, tower, model, folder, dtype):
        self.path = folder.parent / f"{tower.name}.onnx"
        if tower.family == "bert":
            module = ExactBERT(folder)
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
            self.ids = lambda prompts: tokenizer(list(prompts))["input_ids"]
        else:
            module, simple = ExactCLIP(tower, model), SimpleTokenizer()
            self.ids = lambda prompts: [[49406, *simple.encode(prompt), 49407] for prompt in prompts]
        if not self.path.exists():
            axes = {"ids": {0: "prompts", 1: "length"}, "embeddings": {0: "prompts"}}
            torch.onnx.export(module, (torch.ones(2, 9, dtype=torch.int64),), self.path, input_names=["ids"],
                              output_names=["embeddings"], dynamic_axes=axes, opset_version=17, dynamo=False)
        self.open()

    def encode(self, prompts):
        ids = self.ids(prompts)
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        found, self.rows = [None] * len(ids), sum(map(len, ids))
        for _, group in itertools.groupby(order, key=lambda index: len(ids[index])):
            for part in batches(list(group), self.size):
                rows = self.run(numpy.array([ids[index] for index in part], numpy.int64))
                for index, row in zip(part, rows):
                    found[index] = row
        return numpy.stack(found)


class ONNXRuntime(Bucketed):
    def open(self):
        self.session = onnxruntime.InferenceSession(self.path, providers=["CPUExecutionProvider"])

    def run(self, ids):
        return self.session.run(None, {"ids": ids})[0]


class OpenVINO(Bucketed):
    """In float32; left alone it takes bfloat16 where the processor has it."""

    options = {"INFERENCE_PRECISION_HINT": "f32"}

    def open(self):
        self.model = openvino.Core().compile_model(self.path, "CPU", {"PERFORMANCE_HINT": "LATENCY"} | self.options)
        self.request = self.model.create_infer_request()

    def run(self, ids):
        return self.request.infer({"ids": ids})["embeddings"].copy()


class OpenVINODefault(OpenVINO):
    options = {}


PEERS = {"open_clip float32": (OpenCLIP, torch.float32), "open_clip bfloat16": (OpenCLIP, torch.bfloat16),
         "transformers float32": (Transformers, torch.float32), "ONNX Runtime float32 by length": (ONNXRuntime, None),
         "OpenVINO float32 by length": (OpenVINO, None), "OpenVINO as it chooses by length": (OpenVINODefault, None)}


def peers_of(tower):
    """Those that can do a tower: without a causal mask the filling counts, so that nothing can be left out."""
    if tower.family == "bert":
        return [name for name in PEERS if not name.startswith("open_clip")]
    return list(PEERS) if tower.causal else [name for name in PEERS if name.startswith("open_clip")]
