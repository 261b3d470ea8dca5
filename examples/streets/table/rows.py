"""The rows of the table: which prompt set, and which head of the network embeds the masks."""

import pathlib

HERE = pathlib.Path(__file__).resolve().parent

# key, what the table calls it, prompt set, head
ROWS = [
    ("single", "single prompt", "single-prompt", "frozen"),
    ("templates", "+ templates", "templates", "frozen"),
    ("concepts", "+ concept sets", "concept-sets", "frozen"),
    ("all", "concept sets + all superclasses", "all-superclasses", "frozen"),
    ("static", "concept sets + static superclasses", "static-superclasses", "frozen"),
    ("concepts-near", "concept sets + near-OOD prompts", "concepts-near", "frozen"),
    ("all-near", "all superclasses + near-OOD prompts", "all-near", "frozen"),
    ("near-grouped", "static superclasses + near-OOD, grouped", "near-grouped", "frozen"),
    ("near", "static superclasses + near-OOD, separate", "near", "frozen"),
    ("near-far", "static superclasses + near-OOD + far-OOD", "near-far", "frozen"),
    ("near-trained", "static + near, separate, by the trained head", "near", "trained"),
    ("near-both", "static + near, separate, by both heads (geometric, 0.5)", "near", "both"),
]
# differences worth an interval: what, of, without
DIFFERENCES = [
    ("templates", "templates", "single"),
    ("concept sets", "concepts", "templates"),
    ("all superclasses", "all", "concepts"),
    ("static superclasses", "static", "concepts"),
    ("near-OOD prompts, on concept sets", "concepts-near", "concepts"),
    ("near-OOD prompts, on static superclasses", "near", "static"),
    ("near-OOD prompts, on all superclasses", "all-near", "all"),
    ("grouped instead of separate", "near-grouped", "near"),
    ("far-OOD prompts", "near-far", "near"),
    ("trained instead of frozen head", "near-trained", "near"),
    ("both instead of frozen head", "near-both", "near"),
]
ARMS = {
    "labelled": "kinds seen with labels in pretraining",
    "named": "kinds known from captions only",
    "absent": "kinds never seen",
}
SETS = sorted({row[2] for row in ROWS})


def set_path(name):
    return HERE / f"{name}.prompts"
