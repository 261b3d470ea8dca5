"""Horizontal bars, and the marked part of a README, for the reports of this folder."""


def bars(groups):
    """SVG of groups of (title, [(name, value, label)]); names that begin with `promptbank` stand out."""
    longest = max((value for _, rows in groups for _, value, _ in rows), default=1)
    parts, y = [], 10
    for title, rows in groups:
        parts.append(f'<text x="10" y="{y + 14}" font-weight="bold">{title}</text>')
        y += 22
        for name, value, label in rows:
            length = max(1.0, 400 * value / longest)
            colour = "#2a6f97" if name.startswith("promptbank") else "#b0b7bd"
            parts.append(f'<text x="230" y="{y + 13}" text-anchor="end">{name}</text>'
                         f'<rect x="238" y="{y + 2}" width="{length:.1f}" height="14" fill="{colour}"/>'
                         f'<text x="{244 + length:.1f}" y="{y + 13}">{label}</text>')
            y += 19
        y += 10
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{y + 8}" font-family="sans-serif" '
            f'font-size="12"><rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n')


def update_readme(path, script, table):
    """Replaces what stands between the marks of a script."""
    text, begin, end = path.read_text(), f"<!-- made by Benchmarks/{script} -->", "<!-- end -->"
    before, rest = text.split(begin)
    path.write_text(before + begin + "\n" + table + "\n" + end + rest.split(end, 1)[1])
