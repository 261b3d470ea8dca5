"""What `encoding.py` encodes, and with which towers: true shapes, random weights, one copy for every engine."""

import dataclasses
import json
import random
import re
import shutil
import subprocess

import torch
from open_clip.model import CLIP
from open_clip.tokenizer import SimpleTokenizer
from open_clip.zero_shot_metadata import IMAGENET_CLASSNAMES
from safetensors.torch import save_file


@dataclasses.dataclass(frozen=True)
class Tower:
    name: str
    width: int
    heads: int
    layers: int
    dimension: int
    causal: bool = True
    family: str = "clip"

    def operations(self, rows):
        """Floating-point operations of the matrix products of so many rows."""
        return 24 * self.width**2 * self.layers * rows


TOWERS = {tower.name: tower for tower in [
    Tower("ViT-B-32", 512, 8, 12, 512), Tower("ViT-L-14", 768, 12, 12, 768), Tower("convnext_large_d", 768, 12, 16, 768),
    Tower("MobileCLIP-S2", 512, 8, 12, 512, causal=False), Tower("all-MiniLM-L6-v2", 384, 12, 6, 384, False, "bert"),
    Tower("TinyCLIP-8M-16-Text-3M", 256, 4, 3, 512)]}


def make_tower(tower, folder):
    """Saves a random tower in OpenCLIP's layout, and gives the model."""
    torch.manual_seed(len(tower.name))
    text = dict(context_length=77, vocab_size=49408, width=tower.width, heads=tower.heads, layers=tower.layers)
    if not tower.causal:
        text["no_causal_mask"] = True
    vision = dict(image_size=32, patch_size=16, width=64, layers=1)
    model = CLIP(embed_dim=tower.dimension, vision_cfg=vision, text_cfg=text).eval()
    state = {key: value.contiguous() for key, value in model.state_dict().items() if not key.startswith("visual.")}
    save_file(state, folder / "open_clip_model.safetensors", {"format": "pt"})
    configuration = {"embed_dim": tower.dimension, "vision_cfg": vision, "text_cfg": text}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": configuration, "preprocess_cfg": {}}))
    simple = SimpleTokenizer()
    merges = sorted(simple.bpe_ranks, key=simple.bpe_ranks.get)
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    special = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    vocabulary = {special.get(token, token): number for token, number in simple.encoder.items()}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    return model


def expand(promptbank, source):
    """Every prompt of a set. ImageNet's names repeat, which is a finding and leaves the prompts as they are."""
    command = [promptbank, "expand", "--format", "prompts", source]
    prompts = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.splitlines()
    if not prompts:
        raise SystemExit(f"nothing comes of {source}: see what `promptbank check` says of it")
    return prompts


def prompts_of(name, promptbank, scratch):
    """`cityscapes`: the set of `prompts/` with ViLD's 14 templates. `imagenet`: its 1,000 classes, as open_clip names
    them, with the 80 templates of `prompts/templates/imagenet.prompts`."""
    shutil.copytree("prompts", scratch / "prompts", dirs_exist_ok=True)
    if name == "imagenet":
        source = scratch / "prompts/imagenet80.prompts"
        text = 'edition 1\nset imagenet "1.0.0"\nimport "templates/imagenet.prompts"\ntemplates default = imagenet80\n'
        # Two classes are called alike, and names hold the language's marks.
        text += "".join(f'class {number} "class {number}" = {json.dumps(label, ensure_ascii=False)}\n'
                        for number, label in enumerate(IMAGENET_CLASSNAMES))
        source.write_text(text)
        return expand(promptbank, source)
    # The templates of the street are those of the file that it extends last.
    base = scratch / "prompts/base/vehicles.prompts"
    text = base.read_text()
    text = re.sub(r'import "../templates/[^"]*"', 'import "../templates/vild.prompts"', text)
    base.write_text(re.sub(r"(?m)^templates default = .*$", "templates default = vild14", text))
    return expand(promptbank, scratch / "prompts/cityscapes.prompts")


def generated_prompts(count):
    """Different prompts of a few words each, as large vocabularies give them."""
    words = [word[:-4] for word in SimpleTokenizer().encoder if re.fullmatch(r"[a-z]{4,8}</w>", word)]
    chance, found = random.Random(7), {}
    templates = ["a photo of a {}.", "a {} in the scene.", "there is a {} on the road.", "a bad photo of the {}."]
    while len(found) < count:
        label = " ".join(chance.choices(words, k=chance.randint(1, 3)))
        for template in templates:
            found[template.format(label)] = None
    return list(found)[:count]
