"""The table and the chart of `scoring.py`, made from the pieces it keeps."""

from charts import bars

ORDER = ("K 19", "K 1", "K 65", "K 150", "N 100", "full resolution", "dense")


def extents(pair):
    return "×".join(map(str, pair))


def described(cell):
    """What a row of the table scores, in a few words."""
    if cell["queries"] is None:
        return f"{extents(cell['mask'])} embeddings of {cell['dimension']}, {cell['concepts']} concepts, to {extents(cell['size'])}"
    return f"{cell['queries']} masks, {extents(cell['mask'])} to {extents(cell['size'])}, K {cell['columns']}"


def cells_of(kept):
    return [(name, kept["pieces"][name]["found"], kept["pieces"][name]["load"]) for name in ORDER if name in kept["pieces"]]


def cells_table(kept):
    cells = cells_of(kept)
    peers = list(dict.fromkeys(name for _, cell, _ in cells for name in cell["seconds"] if name != "promptbank"))
    lines = ["## Maps", "", "Seconds, and how many times PromptBank's; memory beside the inputs, in MB.", "",
             "| what | floor | promptbank | × floor | " + " | ".join(peers) + " | load |", "|---|--:|--:|--:" + "|--:" * len(peers) + "|--:|"]
    for name, cell, load in cells:
        ours = cell["seconds"]["promptbank"]
        beside = [f"{cell['seconds'][peer]:.3f} ({cell['seconds'][peer] / ours:.1f} ×), {cell['memory'][peer]:,.0f} MB"
                  if peer in cell["seconds"] else "" for peer in peers]
        lines.append(f"| {name}: {described(cell)} | {cell['floor']:.3f} | {ours:.4f}, {cell['memory']['promptbank']:.0f} MB | "
                     f"{ours / cell['floor']:.2f} | " + " | ".join(beside) + f" | {load:.1f} |")
    lines += ["", "Fastest runs: " + "; ".join(
        f"{name} {cell['fastest']['promptbank']:.4f} ("
        + ", ".join(f"{peer} {cell['fastest'][peer]:.3f}" for peer in peers if peer in cell["fastest"]) + ")" for name, cell, _ in cells) + ".", ""]
    largest = {peer: max((cell["differences"].get(peer, 0) for _, cell, _ in cells), default=0) for peer in peers}
    rates = [cell["rates"] for _, cell, _ in cells]
    lines += ["Largest difference of u from PromptBank's: " + ", ".join(f"{peer} {value:.1e}" for peer, value in largest.items()) + ". "
              f"Multiply-adds: {min(2 * r[0] * r[1] for r in rates) / 1e9:.0f} to {max(2 * r[0] * r[1] for r in rates) / 1e9:.0f} GFLOP/s, "
              f"reading: {min(r[2] for r in rates) / 1e9:.0f} to {max(r[2] for r in rates) / 1e9:.0f} GB/s.", ""]
    return lines


def forms_table(found):
    pairs = next(iter(found.values()))["pairs"]
    lines = ["## Mask forms, and leaving out what is flat", "",
             f"The mask kernel alone, {pairs} runs each in turn: medians, and the median change of neighbouring runs. Queries that add "
             "less than the bound (1e-6 for all together) over a tile are not computed pixel by pixel.", "",
             "| masks, form | every query, s | × sigmoid | bound 1e-6, s | change | computed |", "|---|--:|--:|--:|--:|--:|"]
    for name, row in found.items():
        first = found[name.split(", ")[0] + ", sigmoid"]
        lines.append(f"| {name} | {row['whole']:.4f} | {row['whole'] / first['whole']:.2f} | {row['pruned']:.4f} | "
                     f"{row['change']:+.1%} | {row['computed']:.1%} |")
    return lines + [""]


def growth_table(found):
    lines = ["## Growth", "", "Whole calls on noise; memory beside the inputs, the map of 8 bytes a pixel included.", "",
             "| masks | from | to | K | s | ns a pixel, query and column | memory, MB |", "|--:|---|---|--:|--:|--:|--:|"]
    for step in found["steps"]:
        work = step["queries"] * step["size"][0] * step["size"][1] * step["columns"]
        lines.append(f"| {step['queries']:,} | {extents(step['mask'])} | {extents(step['size'])} | {step['columns']:,} | "
                     f"{step['seconds']:.4f} | {step['seconds'] / work * 1e9:.4f} | {step['memory']:.0f} |")
    return lines + [""]


def banks_table(found):
    lines = ["## Opening a bank", "", "Mapped and checked, with the file in the system's cache.", "",
             "| bank | MB | median, ms | fastest, ms |", "|---|--:|--:|--:|"]
    lines += [f"| {name} | {row['megabytes']:,.0f} | {row['median'] * 1e3:.2f} | {row['fastest'] * 1e3:.2f} |" for name, row in found.items()]
    return lines + [""]


def table(kept):
    lines = ["# Scoring", "", kept["machine"], "", "Made by `make bench-scoring`; `scoring.py --help` says how, `scoring_floor.py` what the floor is.", ""]
    if cells_of(kept):
        lines += cells_table(kept)
    for name, write in (("forms", forms_table), ("growth", growth_table), ("banks", banks_table)):
        if name in kept["pieces"]:
            lines += write(kept["pieces"][name]["found"])
    return "\n".join(lines)


def chart(kept):
    """Horizontal bars: how many times PromptBank's seconds."""
    groups = []
    for name, cell, _ in cells_of(kept):
        ours = cell["seconds"]["promptbank"]
        groups.append((f"{name}: {described(cell)}, × the time of promptbank", [
            (who, value / ours, f"{value / ours:.1f} ({value:.3f} s)") for who, value in cell["seconds"].items()]))
    return bars(groups)


def readme_table(kept):
    lines = ["| scoring, seconds | PromptBank | PyTorch eager | torch.compile | ONNX Runtime | OpenVINO |", "|---|--:|--:|--:|--:|--:|"]
    for _, cell, _ in cells_of(kept):
        ours = cell["seconds"]["promptbank"]
        beside = [f"{cell['seconds'][peer]:.2f} ({cell['seconds'][peer] / ours:.1f} ×)" if peer in cell["seconds"] else ""
                  for peer in ("PyTorch eager", "torch.compile", "ONNX Runtime", "OpenVINO float32")]
        lines.append(f"| {described(cell)} | {ours:.3f}, {cell['memory']['promptbank']:.0f} MB | " + " | ".join(beside) + " |")
    return "\n".join(lines)
