"""The table and the chart of `encoding.py`, made from the pieces it keeps."""

from charts import bars

BASE = "open_clip float32"


def number(value, digits=0):
    return "" if value is None else f"{value:,.{digits}f}"


def base_rate(piece):
    """What others are multiples of: open_clip, or where it has no such tower, transformers."""
    name = BASE if BASE in piece["rows"] else "transformers float32"
    return name, piece["rows"].get(name, {}).get("rate")


def ordered(piece):
    """Ours, then as users run them, then what is bucketed by hand; float32 first."""
    groups = ("promptbank", "open_clip", "transformers", "")
    return sorted(piece["rows"].items(), key=lambda item: (
        next(place for place, group in enumerate(groups) if item[0].startswith(group)), "float32" not in item[0], item[0]))


def piece_table(piece):
    base, rate = base_rate(piece)
    lines = [f"## {piece['tower']}, {piece['prompts']}: {piece['count']:,} prompts, {piece['distinct']:,} distinct", "",
             f"{piece['tokens']:,} tokens, {piece['prefixes']:,} distinct prefixes; load {piece['load']:.1f} at the start.", "",
             f"| engine | prompts/s | whole process | a CPU second | tokens/s | GFLOP/s | × {base} |", "|---|--:|--:|--:|--:|--:|--:|"]
    per_prompt = piece["tokens"] / piece["count"]
    for name, row in ordered(piece):
        times = number(row["rate"] / rate, 1) if rate else ""
        lines.append(f"| {name} | {number(row['rate'])} | {number(row.get('whole'))} | {number(row['cpu'])} | "
                     f"{number(row['rate'] * per_prompt)} | {number(row['gflops'])} | {times} |")
    differences = [f"{name} {row['difference']:.1e}" for name, row in piece["rows"].items() if "difference" in row]
    peak = ", ".join(f"{row['peak']:.0f} MB in {name.split()[1]}" for name, row in piece["rows"].items() if "peak" in row)
    lines += ["", f"Peers on {piece['sample']} random prompts of these. Largest difference of a normalised entry from "
              f"PromptBank's float32: {', '.join(differences)}. Peak memory of PromptBank: {peak}, with "
              f"{piece['weights']:.0f} MB of weights.", ""]
    if piece["forms"]:
        lines += ["| products | bare, GFLOP/s | encoding, GFLOP/s | share | prompts/s | × " + base + " | off the first |",
                  "|---|--:|--:|--:|--:|--:|--:|"]
        for form in piece["forms"]:
            times = number(form["rate"] / rate, 1) if rate else ""
            lines.append(f"| {form['products']} | {form['bare']:.0f} | {form['gflops']:.0f} | {form['gflops'] / form['bare']:.0%} | "
                         f"{number(form['rate'])} | {times} | {form['difference']:.1e} |")
        lines.append("")
    return lines


def growth_table(piece):
    lines = [f"## Growth: generated prompts, {piece['tower']}, float32", "",
             "| prompts | whole process, s | prompts/s | peak memory, MB | output, MB |", "|--:|--:|--:|--:|--:|"]
    lines += [f"| {step['count']:,} | {step['seconds']:.2f} | {number(step['rate'])} | {step['peak']:.0f} | {step['output']:.0f} |"
              for step in piece["steps"]]
    return lines + [""]


def table(kept):
    lines = ["# Encoding rate", "", kept["machine"], "",
             "Prompts a second, from texts to embeddings with the tower loaded, medians. For PromptBank the rate of the whole process,",
             "with start, loading and writing, stands beside it; the cache knows the encoder's digest and no prompt. GFLOP/s are those",
             "of the matrix products each engine computes, padding included; PromptBank computes each distinct beginning of a prompt",
             "once. A rate well below twice that of a CPU second was disturbed by other work (on two processors). The kernels' table",
             "comes from one run each behind the others, in one process with the bare products.", ""]
    for name in sorted(kept["pieces"], key=lambda name: (name == "growth", name)):
        lines += (growth_table if name == "growth" else piece_table)(kept["pieces"][name])
    return "\n".join(lines)


def chart(kept):
    """Horizontal bars: multiples of the rate of open_clip."""
    groups = []
    for piece in (kept["pieces"][name] for name in sorted(kept["pieces"]) if name != "growth"):
        base, rate = base_rate(piece)
        times = {name: row["rate"] / (rate or row["rate"]) for name, row in ordered(piece)}
        groups.append((f"{piece['tower']}, {piece['prompts']}, × {base}", [
            (name, times[name], f"{times[name]:.1f} ({row['rate']:,.0f}/s)") for name, row in ordered(piece)]))
    return bars(groups)


def readme_table(kept):
    """Prompts a second of the two precisions and of what they are compared with."""
    lines = ["| encoding, prompts/s | float32 | bfloat16 | open_clip float32 | open_clip bfloat16 | best engine bucketed by hand, float32 |",
             "|---|--:|--:|--:|--:|--:|"]
    for name in sorted(kept["pieces"]):
        if name == "growth" or BASE not in kept["pieces"][name]["rows"]:
            continue
        piece = kept["pieces"][name]
        rates = {engine: row["rate"] for engine, row in piece["rows"].items()}
        bucketed = max((rate for engine, rate in rates.items() if "float32 by length" in engine), default=None)
        ours, rounded = rates["promptbank float32"], rates.get("promptbank bfloat16")

        def beside(rate, own):
            return f"{number(rate)} ({own / rate:.1f} ×)" if rate and own else ""
        lines.append(f"| {piece['tower']}, {piece['count']:,} prompts ({piece['prompts']}) | {number(ours)} | {number(rounded)} | "
                     f"{beside(rates[BASE], ours)} | {beside(rates.get('open_clip bfloat16'), rounded)} | {beside(bucketed, ours)} |")
    return "\n".join(lines)
