"""The table: medians over seeds, and how Convene's stand against the others'."""

TITLES = {"convene": "Convene", "timefold": "Timefold", "cpsat": "CP-SAT"}


def median(entries):
    """Returns the plan in the middle, worst first among equals; None where that run found nothing. Scores compare level by level."""
    ranked = sorted((entry["score"] if entry["found"] else None for entry in entries), key=lambda s: (s is None, s or []))
    return ranked[len(ranked) // 2]


def cell(entries):
    middle = median(entries)
    found = sum(entry["found"] for entry in entries)
    text = " · ".join(f"{level:,}" for level in middle) if middle else "no plan"
    return text if found in (0, len(entries)) else f"{text} ({found} of {len(entries)} found one)"


def against(ours, theirs):
    """Says how one score stands against another: by the first level that differs, S3 in per cent."""
    if theirs is None:
        return "they have no plan" if ours else "neither has a plan"
    if ours is None:
        return "we have no plan"
    for name, a, b in zip(("S1", "S2"), ours, theirs):
        if a != b:
            return f"{name} {a - b:+,}"
    if ours[2] == theirs[2]:
        return "equal"
    return f"S3 {100 * (ours[2] - theirs[2]) / theirs[2]:+.2f} %" if theirs[2] else f"S3 {ours[2]:+,}"


def rows(lines):
    widths = [len(cells) * "| --- " + "|" for cells in lines[:1]]
    text = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join(text[:1] + widths + text[1:]) + "\n"


def markdown(raw):
    """Returns the results as Markdown: scores, then Convene at each of its times against each other solver at its last."""
    groups, names, columns = {}, [], []
    for entry in raw["measured"]:
        column = (list(TITLES).index(entry["solver"]), entry["seconds"])
        groups.setdefault((entry["register"], column), []).append(entry)
        if entry["register"] not in names:
            names.append(entry["register"])
        if column not in columns:
            columns.append(column)
    columns.sort()
    title = lambda column: f"{list(TITLES.values())[column[0]]} {column[1]} s"  # noqa: E731
    seeds = sorted({len(entries) for entries in groups.values()})
    counted = f"{seeds[0]}" if len(seeds) == 1 else f"{seeds[0]} to {seeds[-1]}"
    scores = [["register"] + [title(column) for column in columns]]
    for name in names:
        cells = [groups.get((name, column)) for column in columns]
        scores.append([name] + [cell(entries) if entries else "not run" for entries in cells])

    last = {column[0]: column for column in columns if column[0] != 0}
    pairs = [(ours, theirs) for theirs in last.values() for ours in columns if ours[0] == 0]
    stand = [["register"] + [f"{title(ours)} against {title(theirs)}" for ours, theirs in pairs]]
    for name in names:
        cells = [(groups.get((name, ours)), groups.get((name, theirs))) for ours, theirs in pairs]
        stand.append([name] + [against(median(a), median(b)) if a and b else "not run" for a, b in cells])

    versions = "; ".join(raw["versions"].values())
    text = f"{raw['machine']}. {versions}.\n\n"
    text += f"Median of {counted} seeds: S1 children left unbooked · S2 children × working days late · S3 minutes of cost.\n\n" + rows(scores)
    if pairs:
        text += "\nConvene's median against the other's: the first level that differs; less is better.\n\n" + rows(stand)
    return text
