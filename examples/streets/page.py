#!/usr/bin/env python3
"""The demo's page: scenes and their anomaly maps with and without the near-OOD prompts, and the table.

    page.py DEMO

DEMO holds what `make demo` has made: scenes/ and scenes/labels/, and the maps and pictures of
`promptbank score` in with/ and without/. Writes DEMO/index.html and DEMO/streets.jpg, all pictures in one.
"""

import html
import json
import pathlib
import sys

import numpy
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "table"))

from rows import ARMS, ROWS  # noqa: E402

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #222; }
h1, h2, h3 { line-height: 1.2; } code { background: #f2f2f2; padding: 0 .2em; }
table { border-collapse: collapse; margin: 1rem 0; } td, th { padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; line-height: 1.2; } tr.shipped { background: #eef6ee; }
.scenes { table-layout: fixed; width: 100%; min-width: 46rem; } .scenes td { vertical-align: top; padding: .3rem; border: 0; font-size: .85rem; } .scenes th { text-align: left; }
.scenes img { width: 100%; display: block; } .note { color: #555; }
.wide { overflow-x: auto; } @media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; }
code { background: #333; } td, th { border-color: #444; } .note { color: #aaa; } tr.shipped { background: #243324; } }
"""
COLUMNS = [("the picture", "scenes"), ("what is out of distribution", "truth"),
           ("without near-OOD prompts", "without"), ("with near-OOD prompts", "with")]  # fmt: skip


def main():
    demo = pathlib.Path(sys.argv[1])
    stems = sorted((path.stem for path in (demo / "scenes").glob("*.png")), key=lambda stem: (not stem.startswith("near"), stem))
    (demo / "truth").mkdir(exist_ok=True)
    rows = []
    for stem in stems:
        labels = numpy.asarray(Image.open(demo / "scenes" / "labels" / f"{stem}.png"))
        Image.fromarray(numpy.choose(numpy.minimum(labels, 2), [30, 255, 120]).astype(numpy.uint8)).save(demo / "truth" / f"{stem}.png")
        means = {}
        for run in ("without", "with"):
            u = numpy.load(demo / run / f"{stem}.npy")
            means[run] = u[labels == 1].mean(), u[labels == 0].mean()
        rows.append((stem, means))
    sheet(demo, stems).save(demo / "streets.jpg", quality=88)
    (demo / "index.html").write_text(page(rows))
    print(f"wrote {demo}/index.html and {demo}/streets.jpg")


def sheet(demo, stems, gap=10):
    """Picture, truth and both maps of each scene, one scene a row; small pictures at twice their size, as the
    maps are drawn."""
    rows = [[Image.open(demo / folder / f"{stem}.png").convert("RGB") for _, folder in COLUMNS] for stem in stems]
    rows = [[image if image.width > 500 else image.resize((2 * image.width, 2 * image.height), Image.Resampling.LANCZOS) for image in row] for row in rows]
    width, height = sum(image.width for image in rows[0]) + 3 * gap, max(image.height for image in rows[0])
    whole = Image.new("RGB", (width, len(rows) * (height + gap) - gap), "white")
    for index, row in enumerate(rows):
        x = 0
        for image in row:
            whole.paste(image, (x, index * (height + gap) + (height - image.height) // 2))
            x += image.width + gap
    return whole


def page(rows):
    shown = "".join(scene_row(*row) for row in rows)
    heads = "".join(f"<th>{title}</th>" for title, _ in COLUMNS)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>PromptBank: Streets</title><style>{STYLE}</style></head><body>
<h1>What near-OOD prompts do</h1>
<p>Drawn street scenes, a model of 5.8 MB that embeds masks in the space of all-MiniLM-L6-v2, and
<code>prompts/streets.prompts</code>. Both columns of maps use the same model and the same words for what
belongs in a street; the right one also has the set's near-OOD entries (caravan, trailer, tractor …). u is
higher, and brighter, where the scene is more anomalous; the colours run from −1 to 0 in every map. The scenes
are the first of the development seeds, not picked.</p>
<div class="wide"><table class="scenes"><tr>{heads}</tr>{shown}</table></div>
{tables()}
<p class="note">How all this was made, what it shows and what it does not: <code>examples/streets/README.md</code>.</p>
</body></html>
"""


MEASURED = [(group, metric) for group in ("near", "far") for metric in ("AP", "FPR95", "AUROC")]


def scene_row(stem, means):
    captions = {"scenes": html.escape(stem), "truth": "white: ood, grey: left out"}
    for run, (outlier, normal) in means.items():
        captions[run] = f"mean u: ood {outlier:.2f}, the rest {normal:.2f}"
    cells = "".join(
        f'<td><img src="{folder}/{stem}.png" alt="{html.escape(f"{stem}: {title}")}">{captions[folder]}</td>'
        for title, folder in COLUMNS
    )
    return f"<tr>{cells}</tr>"


def tables():
    """The table on final scenes, of every arm, from table/results.json."""
    stored = json.loads((HERE / "table" / "results.json").read_text())["runs"]
    parts = [
        "<h2>The mechanisms, on final scenes</h2><p>In percent, of the first pretraining seed; small, the range of AP over "
        "all seeds. The mIoU is a share, over the columns of the row's own set. The green row is "
        "<code>prompts/streets.prompts</code> with the model that is shipped.</p>"
    ]
    for arm, title in ARMS.items():
        results = [result for name, result in stored.items() if name.rsplit("-", 1)[0] == arm]
        if not results:
            continue
        body = ""
        for key, label, _, _ in ROWS:
            cells = "".join(measured(results, group, key, metric) for group, metric in MEASURED)
            mark = ' class="shipped"' if key == "near-far" and arm == "labelled" else ""
            body += f'<tr{mark}><td>{html.escape(label)}</td>{cells}<td class="number">{results[0]["mean_iou"][key]:.3f}</td></tr>'
        parts.append(
            f"<h3>Arm {arm}: {html.escape(title)}; {len(results)} pretraining seeds</h3><div class='wide'><table><tr><th>prompts</th>"
            + "".join(f'<th class="number">{group} {metric}</th>' for group, metric in MEASURED)
            + f'<th class="number">clean mIoU</th></tr>{body}</table></div>'
        )
    return "".join(parts)


def measured(results, group, key, metric):
    values = [result["metrics"][group][key][metric] for result in results]
    spread = f"<br><small>{min(values):.1f} … {max(values):.1f}</small>" if metric == "AP" and len(values) > 1 else ""
    return f'<td class="number">{values[0]:.1f}{spread}</td>'


if __name__ == "__main__":
    main()
