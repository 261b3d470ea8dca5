#!/usr/bin/env python3
"""Compares `promptbank tokenize` with open_clip, transformers' CLIPTokenizer and transformers' BertTokenizer
on seeded random strings from alphabets chosen to hurt, and fails on any difference it cannot explain.

    python Tests/Parity/tokenizer.py --promptbank PATH --encoder DIR [--clip-work DIR] [--count N]

Packages: open-clip-torch 3.3.0, ftfy 6.3.1, transformers 5.23.0, tokenizers 0.23.3. DIR of `--encoder` is a
BERT folder; `--clip-work` is where the two CLIP folders are made (a temporary folder without it), from the
vocabulary inside the open_clip package.

The one explained difference: open_clip repairs text that was decoded with the wrong encoding (ftfy's
`fix_encoding`), promptbank warns instead. Such a string must equal open_clip without that repair.
"""

import argparse
import gzip
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


def random_texts(count):
    chance = random.Random(20261124)
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
    """An OpenCLIP folder and a Hugging Face folder with the vocabulary of the open_clip package."""
    packed = pathlib.Path(open_clip.tokenizer.default_bpe())
    clip, face = work / "tokenizer-open-clip", work / "tokenizer-hugging-face"
    clip.mkdir(parents=True, exist_ok=True)
    face.mkdir(parents=True, exist_ok=True)
    shutil.copy(packed, clip)
    (clip / "open_clip_config.json").write_text(json.dumps({"model_cfg": {"embed_dim": 512, "text_cfg": {
        "context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}}))
    merges = gzip.decompress(packed.read_bytes()).decode().split("\n")[1:49152 - 256 - 2 + 1]
    vocabulary = dict(open_clip.tokenizer.SimpleTokenizer().encoder)
    for ours, theirs in (("<start_of_text>", "<|startoftext|>"), ("<end_of_text>", "<|endoftext|>")):
        vocabulary[theirs] = vocabulary.pop(ours)
    (face / "vocab.json").write_text(json.dumps(vocabulary))
    (face / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    (face / "config.json").write_text(json.dumps({"model_type": "clip", "text_config": {"vocab_size": 49408}}))
    return clip, face


def ours(promptbank, folder, texts, work):
    """The ids that promptbank gives, a list for each text."""
    source = work / "texts.jsonl"
    source.write_text("".join(json.dumps(text) + "\n" for text in texts))
    command = [promptbank, "tokenize", "--encoder", folder, "--input", "json", source]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\n")[:-1]
    assert len(lines) == len(texts), f"{len(lines)} lines for {len(texts)} texts"
    return [json.loads(line)["ids"] for line in lines]


def without_repair(tokenizer, text):
    """open_clip's ids where ftfy does not repair encodings."""
    fix_text = ftfy.fix_text
    ftfy.fix_text = lambda text: fix_text(text, fix_encoding=False)
    try:
        return [tokenizer.sot_token_id] + tokenizer.encode(text) + [tokenizer.eot_token_id]
    finally:
        ftfy.fix_text = fix_text


def compare(name, texts, found, reference, explained=None):
    """Prints the differences; returns how many are not explained."""
    differing = explained_count = 0
    for text, ids in zip(texts, found):
        expected = reference(text)
        if ids == expected:
            continue
        if explained and explained(text) == ids:
            explained_count += 1
            continue
        differing += 1
        if differing <= 20:
            print(f"  {text!a}\n    reference  {expected}\n    promptbank {ids}")
    print(f"{name}: {len(texts)} strings, {differing} differ, {explained_count} explained (encoding repair)")
    return differing


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promptbank", required=True, type=pathlib.Path)
    parser.add_argument("--encoder", required=True, type=pathlib.Path)
    parser.add_argument("--clip-work", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=20_000)
    arguments, _ = parser.parse_known_args()
    promptbank = arguments.promptbank.resolve()

    texts = random_texts(arguments.count)
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.clip_work or pathlib.Path(temporary)
        clip, face = make_clip_folders(work)
        simple = open_clip.tokenizer.SimpleTokenizer()
        differing = compare(
            "open_clip", texts, ours(promptbank, clip, texts, work),
            lambda text: [simple.sot_token_id] + simple.encode(text) + [simple.eot_token_id],
            lambda text: without_repair(simple, text))
        for name, folder in (("transformers CLIP", face), ("transformers BERT", arguments.encoder)):
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
            differing += compare(
                name, texts, ours(promptbank, folder, texts, work),
                lambda text: tokenizer(text, truncation=False, padding=False)["input_ids"])
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
