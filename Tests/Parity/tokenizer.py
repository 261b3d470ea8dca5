#!/usr/bin/env python3
"""Compares `promptbank tokenize` with open_clip, OpenAI's clip, transformers' CLIPTokenizer and transformers'
BertTokenizer on seeded random strings from alphabets chosen to hurt, and fails on any difference it cannot
explain.

    tokenizer.py --promptbank PATH --encoder DIR [--count N] [--only MODE…] [--report FILE]

Packages: open-clip-torch 3.3.0, clip-anytorch 2.6.0 (OpenAI's own tokenizer under another name), ftfy 6.3.1,
transformers 5.23.0, tokenizers 0.23.3. DIR is a BERT folder; the CLIP folders are made from the vocabulary inside
the open_clip package, each in the layout that chooses the mode. `--report` adds the counts and up to 20 differing
strings of each kind to FILE.

Two differences are explained, and checked. open_clip and OpenAI repair text that was decoded with the wrong
encoding (ftfy's `fix_encoding`), promptbank reports it instead (`looks mis-decoded`, PB215 in `check`): such a
string must equal the reference without that repair. The normal form of tokenizers is that of an older Unicode,
which does not know the combining characters added since and leaves them where they stand: such a string must equal
the reference on the string in the normal form of Python's Unicode. tokenizer-differences.md has the last full run.
"""

import argparse
import gzip
import importlib.util
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unicodedata

import ftfy
import open_clip.tokenizer
import transformers

SPECIALS = ["<start_of_text>", "<end_of_text>", "<|startoftext|>", "<|endoftext|>", "<|ENDOFTEXT|>",
            "<End_of_Text>", "<\u017ftart_of_text>", "[SEP]", "[CLS]", "[sep]", "[MASK]", "[UNK]", "[PAD]",
            "</w>", "##"]
ENTITIES = ["&amp;", "&amp", "&lt;", "&gt", "&eacute;", "&EACUTE;", "&nTilde;", "&SZLIG;", "&notit;", "&not",
            "&#233;", "&#xE9;", "&#x", "&#", "&#0;", "&#x80;", "&#150;", "&#55296;", "&#1114112;", "&#11;",
            "&#59;", "&semi;", "&amp;amp;", "&amp;lt;", "&amp;#38;amp;", "&am&#112;;", "&hellip;", "&fjlig;",
            "&NotEqualTilde;", "&frac12", "&frac12x;", "&FRAC12;", "&COPY", "&copycat;", "&nbsp;", "&zwj;",
            "&CounterClockwiseContourIntegral;", "&", "#", ";", "x41", "lt", "amp;", "\uff06amp\uff1b",
            "&amp\u037e", "&\u212aappa;"]
ALPHABETS = [
    list("abcdefghijklmnopqrstuvwxyz    "), list("ABCxyz012 .,!?'\"-_/()[]{}<>|`~@#$%^&*+=\\"),
    ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'\u017f", "'", "\u2019s", "\u02bcs", "a", "I", " "],
    list("àéîõüçñåøæßœÀÉÎÕÜÇÑÅØÆŒšžŠŽıİĞğłŁđĐŉĳĲǆǅǄ"), [chr(c) for c in range(0x300, 0x370)] + list("aeou;&K"),
    list("ΑΒΓΔΣσςΩάέώΐΰ\u0345ͅᾼᾳΆ'. a"), list("ЖжЙйЁёЩщЂђѢ "), list("मानसिक हिन्दी ক্ষ தமிழ் ภาษาไทย ລາວ"),
    list("中文字符漢字かなカナがパﾊﾟｶﾞ・「」。、　"), list("한국어각ᄒᆞᆫ가힣"), list("ＡＢＣａｂｃ０１２！＆；＂＇￣￦ﾠﾡﾾￂ"),
    list("ﬀﬁﬂﬃﬄﬅﬆﬓ"), ["😀", "👩‍🚀", "🇩🇪", "❤️", "👍🏽", "\u200d", "\ufe0f", "🏴\U000e0067\U000e0062\U000e007f"],
    [chr(c) for c in range(0x20)] + ["\x7f", "\x1b[0m", "\x1b[3", "\x1b[", "1;2m"], [chr(c) for c in range(0x80, 0xA0)],
    [chr(c) for c in (9, 10, 11, 12, 13, 28, 31, 32, 133, 160, 0x1680, 0x180E, 0x2000, 0x2007, 0x200A, 0x200B, 0x2028,
                      0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF, 0xFFF9, 0xFFFC, 0xFFFD, 0x206A, 0xAD)],
    list("“”‘’‚‛„‟«»–—…•™©®°µ¿¡½²³¼"), list("٠١२३Ⅷⅸ①²½万１𝟘𝟙"), list("𝒜𝓑ⒶⓐℵℋΩKÅ\u1fef\u037e\u2260"),
    SPECIALS + [" ", "a"], ENTITIES, ENTITIES + SPECIALS + list(" ab\n\r\x1b<"),
    ["Ã©", "â€™", "Â", "Ã", " ", "ÐŸ", "é", "a", "ðŸ˜€"],
]


SEED = 20261124
BATCH = 50_000


def random_texts(count, batch=0):
    """Strings of one batch; each batch has its own seed, so that batches can be run again alone."""
    chance = random.Random(SEED + batch)
    assigned = [c for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    texts = []
    for number in range(count):
        kinds = chance.sample(ALPHABETS, chance.randint(1, 4))
        pieces = []
        for _ in range(chance.randint(1, 300 if number % 100 == 0 else 18)):
            if chance.random() < 0.03:
                pieces.append(chr(chance.choice(assigned)))
            else:
                pieces.append(chance.choice(chance.choice(kinds)))
        texts.append("".join(pieces))
    return texts


def make_clip_folders(work):
    """A folder in each CLIP layout, with the vocabulary of the open_clip package."""
    packed = pathlib.Path(open_clip.tokenizer.default_bpe())
    clip, face, openai = work / "open_clip", work / "hf", work / "openai"
    for folder in (clip, face, openai):
        folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(packed, clip)
    (clip / "open_clip_config.json").write_text(json.dumps({"model_cfg": {"embed_dim": 512, "text_cfg": {
        "context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}}))
    shutil.copy(packed, openai)  # no configuration: OpenAI's own layout
    merges = gzip.decompress(packed.read_bytes()).decode().split("\n")[1:49152 - 256 - 2 + 1]
    vocabulary = dict(open_clip.tokenizer.SimpleTokenizer().encoder)
    for ours, theirs in (("<start_of_text>", "<|startoftext|>"), ("<end_of_text>", "<|endoftext|>")):
        vocabulary[theirs] = vocabulary.pop(ours)
    (face / "vocab.json").write_text(json.dumps(vocabulary))
    (face / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    (face / "config.json").write_text(json.dumps({"model_type": "clip", "text_config": {"vocab_size": 49408}}))
    return clip, openai, face


def openai_tokenizer():
    """OpenAI's SimpleTokenizer, without importing the models beside it."""
    path = pathlib.Path(importlib.util.find_spec("clip").origin).with_name("simple_tokenizer.py")
    spec = importlib.util.spec_from_file_location("openai_simple_tokenizer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SimpleTokenizer()


def ours(promptbank, folder, texts, work):
    """The ids that promptbank gives, a list for each text."""
    source = work / "texts.jsonl"
    source.write_text("".join(json.dumps(text) + "\n" for text in texts))
    command = [promptbank, "tokenize", "--encoder", folder, "--input", "json", source]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\n")[:-1]
    assert len(lines) == len(texts), f"{len(lines)} lines for {len(texts)} texts"
    return [json.loads(line)["ids"] for line in lines]


def without_repair(ids):
    """A reference where ftfy does not repair encodings."""
    def ids_without(texts):
        fix_text = ftfy.fix_text
        ftfy.fix_text = lambda text: fix_text(text, fix_encoding=False)
        try:
            return ids(texts)
        finally:
            ftfy.fix_text = fix_text
    return ids_without


class Comparison:
    """The differences of one mode, over all batches."""

    def __init__(self, name, folder, reference, reason, alternative):
        self.name, self.folder, self.reference = name, folder, reference
        self.reason, self.alternative = reason, alternative
        self.count = 0
        self.unexplained, self.explained = [], []

    def run(self, promptbank, texts, work):
        found = ours(promptbank, self.folder, texts, work)
        expected = self.reference(texts)
        differing = [number for number, ids in enumerate(found) if ids != expected[number]]
        texts_differing = [texts[number] for number in differing]
        for number, ids in zip(differing, self.alternative(texts_differing)):
            kind = self.explained if ids == found[number] else self.unexplained
            kind.append((texts[number], expected[number], found[number]))
        self.count += len(texts)

    def summary(self):
        return (f"{self.name}: {self.count} strings, {len(self.unexplained)} differ, "
                f"{len(self.explained)} explained ({self.reason})")

    def report(self, limit=20):
        lines = [f"## {self.name}", "", self.summary(), ""]
        for title, kind in (("Not explained", self.unexplained), (self.reason.capitalize(), self.explained)):
            if kind:
                lines += [f"{title}, {min(limit, len(kind))} of {len(kind)}:", ""]
                for text, expected, found in sorted(kind, key=lambda entry: len(entry[0]))[:limit]:
                    lines += [f"- `{text!a}`", f"  reference {expected}", f"  promptbank {found}"]
                lines.append("")
        return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True, type=pathlib.Path)
    parser.add_argument("--encoder", required=True, type=pathlib.Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--only", nargs="*", choices=("open_clip", "openai", "hf", "wordpiece"))
    parser.add_argument("--report", type=pathlib.Path)
    arguments, _ = parser.parse_known_args()
    promptbank = arguments.promptbank.resolve()
    transformers.logging.set_verbosity_error()

    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        clip, openai, face = make_clip_folders(work)
        simple, original = open_clip.tokenizer.SimpleTokenizer(), openai_tokenizer()

        def fast(folder):
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
            return lambda texts: tokenizer(texts, truncation=False, padding=False)["input_ids"] if texts else []

        def slow(tokenizer):
            return lambda texts: [[49406] + tokenizer.encode(text) + [49407] for text in texts]

        def normalised(reference):
            return lambda texts: reference([unicodedata.normalize("NFC", text) for text in texts])

        repair, older = "encoding repair", "normal form of an older Unicode"
        comparisons = [
            Comparison("open_clip", clip, slow(simple), repair, without_repair(slow(simple))),
            Comparison("openai", openai, slow(original), repair, without_repair(slow(original))),
            Comparison("hf", face, fast(face), older, normalised(fast(face))),
            Comparison("wordpiece", arguments.encoder, fast(arguments.encoder), older, normalised(fast(arguments.encoder))),
        ]
        if arguments.only:
            comparisons = [comparison for comparison in comparisons if comparison.name in arguments.only]
        for batch, start in enumerate(range(0, arguments.count, BATCH)):
            texts = random_texts(min(BATCH, arguments.count - start), batch)
            for comparison in comparisons:
                comparison.run(promptbank, texts, work)
            if arguments.count > BATCH:
                print(f"{start + len(texts)}: " + ", ".join(
                    f"{comparison.name} {len(comparison.unexplained)}" for comparison in comparisons), flush=True)
    for comparison in comparisons:
        print(comparison.summary())
        for text, expected, found in comparison.unexplained[:20]:
            print(f"  {text!a}\n    reference  {expected}\n    promptbank {found}")
    if arguments.report:
        arguments.report.write_text("\n".join(comparison.report() for comparison in comparisons))
    sys.exit(1 if any(comparison.unexplained for comparison in comparisons) else 0)


if __name__ == "__main__":
    main()
