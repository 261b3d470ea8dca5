#!/usr/bin/env python3
"""Writes texts with the ids that the real tokenizers give them, on small vocabularies, beside this script.

    python Tests/PromptTokenizerTests/Fixtures/make_fixtures.py

Packages: open-clip-torch 3.3.0, transformers 5.23.0, tokenizers 0.23.3, ftfy 6.3.1.

- clip/: the first 1,000 merges of CLIP's list (MIT, from the open_clip package) as the packed list, and as
  transformers writes them, and a packed mebibyte of zeros; the reference tokenizers are built on the same cut list.
- bert/: a vocabulary of words and pieces chosen here.
- texts.jsonl: a line for each text: `clean` (open_clip's cleaning), the ids by mode, and `repaired` where
  open_clip differs because ftfy repairs text decoded with the wrong encoding; its ids here are those
  without that repair.
"""

import gzip
import html
import importlib.util
import json
import pathlib
import re
import shutil
import string
import tempfile

import ftfy
import open_clip.tokenizer
import regex
import transformers

HERE = pathlib.Path(__file__).resolve().parent
MERGES = 1000

def unescaped(line):
    r"""Replaces the escapes of Python literals; any other backslash stays."""
    return re.sub(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\[tnr]",
                  lambda match: match.group().encode().decode("unicode_escape"), line)


TEXTS = r"""
a photo of a road.|An image of TREES, trees and a Tree|traffic light, traffic-light, traffic_light
the driver's car isn't theirs; they're, we've, I'm, you'll, he'd|rock 'n' roll ''s 'st 'tree|don’t “quote” ‘x’ ‚y„
café crème brûlée|cafe\u0301 cre\u0300me|São Paulo, Zürich, Łódź, İstanbul, ISPARTA, ĞÜŞ|ÀÉÎÕÜ ßẞ Œœ Ææ Øø Ðð Þþ
ΟΔΟΣ|ΟΔΥΣΣΕΥΣ ΣΑΣ|ΑΣ. ΑΣΑ Σ ΣΣ|ΌΔΌΣ'Σ|Ά\u0345 ᾳ ΐ|дорога и деревья|ДОРОГА Ёлка|道路と木々|カタカナ ﾊﾟﾋﾟ ｶﾞ|한국어 도로|가\u11ab 각
ถนนและต้นไม้|सड़क और पेड़|রাস্তা|العربية شجرة|עברית עץ|😀 road|👩‍🚀🇩🇪❤️👍🏽|family: 👨‍👩‍👧‍👦|ﬁre ﬂower eﬀect ŉ ǆ ĳ ﬅ
Ｆｕｌｌ ｗｉｄｔｈ １２３！|＆amp； ＆ｌｔ；|１Ⅷ ½ ²³ ① ٣|2026-11-24 10:30|100% $5 €5 #tag @name|C:\\Users\\x /usr/bin
&amp; &lt;b&gt; &quot;x&quot;|&eacute; &EACUTE; &Eacute &nTilde; &SZLIG;|&#233; &#xE9; &#XE9 &#0; &#x80; &#150; &#55296; &#1114112;|&amp;amp;amp; &amp;lt;|&notit; &not it; &copycat;
&hellip; &frac12 &FRAC12; &NotEqualTilde; &fjlig;|<b>&eacute;</b> &amp;eacute;|&am&#112;; &#59; &semi;|&unknown; & &; &# &#x; &#xg;|AT&T R&D|x &lt;end_of_text&gt; y
<start_of_text> a <end_of_text>|<START_OF_TEXT> <End_Of_Text>|<|startoftext|> road <|endoftext|>|<|ENDOFTEXT|>!|!<|endoftext|>!|<ſtart_of_text> 'ſ|[CLS] road [SEP] [MASK] [sep]|a</w> ##s </w>
\x1b[31mred\x1b[0m road|\x1b[3 \x1b[&#51;1m|a\x00b\x07c\x7fd|zero\u200bwidth\u200djoin\ufeff|soft\u00adhyphen|line\u2028para\u2029next\x85|\x80\x93quoted\x94
tab\tnew\nline\r\nreturn|\u00a0nbsp\u3000wide\u2003em\u202fnarrow\u1680ogham|\x1c\x1d\x1e\x1fseparators|  leading and trailing  |\u180emongolian|x\x0by\x0cz
cafÃ©|donâ€™t|Ã±|schÃ¶n|Â¡|ðŸ˜€|naÃ¯ve â€œx\u201d|à la mode|Å is a word
K Å Ω \u1fef \u037e|\u1112\u119e\u11ab|\U0001d4d0\U0001d4d1 \U0001d7d9|\U00020000 \U0002b820|\U001000d5\u0301|\ue000private|\ufffd|e\u0327\u0301\u0328|\u0345\u0301
""".strip()
TEXTS = [text for line in TEXTS.split("\n") for text in re.split(r"(?<!<)\|(?!>)", unescaped(line))]
TEXTS += ["", " ", "!", "a", "'", "supercalifragilisticexpialidocious", "x" * 300, "ab" * 40, "é" * 60,
          "!" * 130, "word " * 100, "1234567890" * 5, "trees" * 25, "a" * 100, "a" * 101, "字" * 12]

WORDS = """the a of photo image road tree traffic light driver car in and word sun flower is this they we you he
cafe creme brulee sao paulo zurich istanbul red line new tab full width quote family rock roll ##s ##es ##ing ##er
##ed ##way ##light ##y tr ##ee ##affic ##ad ro ##oad 道 路 木 字 до ##рога ##ρο ο ##δος 한 도 ##국어 100 20 ##26""".split()


class OpenAITokenizer(open_clip.tokenizer.SimpleTokenizer):
    """OpenAI's spellings of the special tokens; all else is the same."""

    def __init__(self, path):
        super().__init__(path)
        for ours, theirs in (("<start_of_text>", "<|startoftext|>"), ("<end_of_text>", "<|endoftext|>")):
            self.encoder[theirs] = self.encoder.pop(ours)
            del self.cache[ours]
            self.cache[theirs] = theirs
        self.pat = regex.compile(
            r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
            regex.IGNORECASE)


def make_clip():
    folder = HERE / "clip"
    folder.mkdir(exist_ok=True)
    packed = gzip.open(open_clip.tokenizer.default_bpe()).read().decode().split("\n")
    packed_path = folder / "bpe_simple_vocab_16e6.txt.gz"
    packed_path.write_bytes(gzip.compress("\n".join(packed[:MERGES + 1]).encode(), mtime=0))
    (folder / "zeros.gz").write_bytes(gzip.compress(bytes(1 << 20), mtime=0))
    simple = open_clip.tokenizer.SimpleTokenizer(str(packed_path))
    openai = OpenAITokenizer(str(packed_path))
    face = transformers.CLIPTokenizer(
        vocab=dict(openai.encoder), merges=[tuple(line.split()) for line in packed[1:MERGES + 1]])
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(packed[1:MERGES + 1]) + "\n")
    (folder / "vocab.json").write_text(json.dumps(openai.encoder, ensure_ascii=False) + "\n")
    saved = json.loads(face.backend_tokenizer.to_str())
    (folder / "tokenizer.json").write_text(json.dumps(saved, ensure_ascii=False, separators=(",", ":")) + "\n")
    return simple, openai, face


def make_bert():
    folder = HERE / "bert"
    folder.mkdir(exist_ok=True)
    letters = string.ascii_lowercase + string.digits + "éßжл"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *string.punctuation, *string.ascii_uppercase, *letters,
              *["##" + letter for letter in letters], *WORDS]
    tokens = list(dict.fromkeys(tokens))
    (folder / "vocab.txt").write_text("\n".join(tokens) + "\n")
    tokenizers = []
    for lower in (True, False):
        with tempfile.TemporaryDirectory() as work:
            shutil.copy(folder / "vocab.txt", work)
            configuration = {"tokenizer_class": "BertTokenizer", "do_lower_case": lower}
            pathlib.Path(work, "tokenizer_config.json").write_text(json.dumps(configuration))
            pathlib.Path(work, "config.json").write_text('{"model_type": "bert"}')
            tokenizers.append(transformers.BertTokenizer.from_pretrained(work))
    saved = json.loads(tokenizers[0].backend_tokenizer.to_str())
    (folder / "tokenizer.json").write_text(json.dumps(saved, ensure_ascii=False, separators=(",", ":")) + "\n")
    return tokenizers


def random_texts(count):
    """Some of the strings of the parity script."""
    path = HERE.parents[1] / "Parity/tokenizer.py"
    spec = importlib.util.spec_from_file_location("parity_tokenizer", path)
    parity = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(parity)
    return [text for text in parity.random_texts(2 * count) if len(text) < 200][:count]


def clean(text):
    text = html.unescape(html.unescape(ftfy.fix_text(text, fix_encoding=False)))
    return " ".join(text.split())


def main():
    simple, openai, face = make_clip()
    lower, cased = make_bert()
    lines = []
    for text in TEXTS + random_texts(220):
        cleaned = clean(text)
        record = {"text": text, "clean": cleaned, "lower": cleaned.lower()}
        for name, tokenizer in (("open_clip", simple), ("openai", openai)):
            tokenizer.clean_fn = lambda text: clean(text).lower()
            record[name] = [tokenizer.sot_token_id, *tokenizer.encode(text), tokenizer.eot_token_id]
        for name, tokenizer in (("hf", face), ("wordpiece", lower), ("wordpiece_cased", cased)):
            record[name] = tokenizer(text, truncation=False)["input_ids"]
        repaired = open_clip.tokenizer.whitespace_clean(open_clip.tokenizer.basic_clean(text))
        if repaired != cleaned:
            record["repaired"] = True
        lines.append(json.dumps(record, separators=(",", ":")))
    (HERE / "texts.jsonl").write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} texts")


if __name__ == "__main__":
    main()
