"""Cuts a small WordNet out of Debian's wordnet-base 1:3.0, in the same three files.

Around some nouns: their synsets, all that these are kinds of, and the neighbours the tests speak of; pointers
to synsets that were left out are dropped, and offsets are those of the small file. WordNet 3.0 is copyright
2006 by Princeton University; its licence stands at the top of each file it was cut from.

    python3 make_wordnet.py [FOLDER OF WORDNET]
"""
import pathlib
import sys

source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet")
target = pathlib.Path(__file__).parent / "wordnet"
NOUNS = """truck bus car lorry van trailer tractor caravan camper forklift tank bicycle motorcycle train
fence railing wall road street person pedestrian dog cow instrumentality obstruction animal plant""".split()

header = [line for line in (source / "data.noun").read_text().splitlines(True) if line.startswith("  ")]
data = (source / "data.noun").read_bytes()
index = {}
for line in (source / "index.noun").read_text().splitlines():
    if not line.startswith("  "):
        fields = line.split()
        index[fields[0]] = [int(offset) for offset in fields[6 + int(fields[3]):]]


def read(offset):
    head, gloss = data[offset:data.index(b"\n", offset)].decode().split("|", 1)
    fields = head.split()
    count = int(fields[3], 16)
    words = fields[4:4 + 2 * count]
    rest = fields[5 + 2 * count:]
    pointers = [tuple(rest[i:i + 4]) for i in range(0, 4 * int(fields[4 + 2 * count]), 4)]
    return fields[1], words, pointers, gloss


wanted, todo = set(), [offset for noun in NOUNS for offset in index[noun]]
while todo:
    offset = todo.pop()
    if offset not in wanted:
        wanted.add(offset)
        todo += [int(target) for symbol, target, *_ in read(offset)[2] if symbol == "@"]


def lines(places):
    """The synsets, each under its place in the small file."""
    for offset in sorted(wanted):
        file, words, pointers, gloss = read(offset)
        kept = [(s, "%08d" % places[int(t)], p, st) for s, t, p, st in pointers
                if s in ("@", "~") and int(t) in wanted]
        yield offset, "%08d %s n %02x %s %03d %s| %s\n" % (
            places[offset], file, len(words) // 2, " ".join(words), len(kept),
            "".join(" ".join(pointer) + " " for pointer in kept), gloss.strip())


places = dict.fromkeys(wanted, 0)
start = sum(map(len, header))
for offset, line in lines(places):
    places[offset] = start
    start += len(line.encode())
target.mkdir(exist_ok=True)
(target / "data.noun").write_text("".join(header) + "".join(line for _, line in lines(places)))

lemmas = {}
for lemma, offsets in index.items():
    kept = [places[offset] for offset in offsets if offset in wanted]
    if kept:
        lemmas[lemma] = (len(offsets) == len(kept), kept, offsets)
rows = []
for lemma, (_, kept, _) in sorted(lemmas.items(), key=lambda item: item[0].encode()):
    rows.append("%s n %d 0 %d 0 %s  \n" % (
        lemma, len(kept), len(kept), " ".join("%08d" % offset for offset in kept)))
(target / "index.noun").write_text("".join(header) + "".join(rows))

counts = []
for line in (source / "cntlist.rev").read_text().splitlines():
    key, sense, count = line.split()
    lemma, rest = key.split("%")
    if rest.startswith("1:") and lemma in lemmas:
        _, kept, offsets = lemmas[lemma]
        place = places.get(offsets[int(sense) - 1]) if int(sense) <= len(offsets) else None
        if place is not None:
            counts.append(f"{key} {kept.index(place) + 1} {count}\n")
(target / "cntlist.rev").write_text("".join(counts))
