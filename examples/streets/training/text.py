"""The text side of pretraining: every name of every kind, in a few sentences, as the default encoder
embeds it. `promptbank encode` does the work, so that the model's space is the banks' space."""

import pathlib
import subprocess
import tempfile

import numpy
from safetensors.numpy import load_file

from kinds import KINDS

SENTENCES = ["{}", "a photo of a {}.", "a picture with a {} in it.", "there is a {} here.", "a drawing of a {}"]


def names_of_kinds(promptbank, encoder):
    """For each kind, float32 [names, sentences, 384], of length 1."""
    texts = [sentence.format(name) for kind in KINDS for name in kind.names for sentence in SENTENCES]
    embeddings = iter(encode(promptbank, encoder, texts))
    return [numpy.stack([[next(embeddings) for _ in SENTENCES] for _ in kind.names]) for kind in KINDS]


def encode(promptbank, encoder, texts):
    """float32 [texts, 384]."""
    with tempfile.TemporaryDirectory() as folder:
        lines, result = pathlib.Path(folder, "texts.txt"), pathlib.Path(folder, "texts.safetensors")
        lines.write_text("".join(text + "\n" for text in texts))
        subprocess.run([promptbank, "encode", "--encoder", encoder, lines, "--output", result], check=True)
        return load_file(result)["embeddings"]
