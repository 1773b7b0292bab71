"""Fills the tables of a model card with what was measured.

    python3 -m training.card --card models/mine/MODEL_CARD.md --table rendered=report.json --table ...

A table stands between the lines `<!-- table NAME -->` and `<!-- end -->`; everything else is left as it is. Sources are
files of `depthproof evaluate` (report.json), of `training.evaluate --json`, or the Markdown that training.ablations
prints. The kind of file decides what is drawn of it.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from training.errors import TrainingError, command
from training.species import SPECIES_NAMES
from training.whole_file import write_whole


def percent(rate: dict) -> str:
    """A rate with its exact 95 % bounds, as either kind of file has it."""
    value = rate.get("rate")
    if value is None:
        return "–"
    low, high = rate.get("lower", rate.get("low")), rate.get("upper", rate.get("high"))
    return f"{100 * value:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def interval(figure: dict | None, factor: float = 1, digits: int = 3) -> str:
    if not figure or figure.get("value") is None:
        return "–"
    return f"{factor * figure['value']:.{digits}f} {bounds(figure, factor, digits)}".strip()


def bounds(figure: dict, factor: float, digits: int) -> str:
    """Empty where there are none, as of fewer than two people, and where both are one number, which bounds nothing."""
    low, high = figure.get("lower"), figure.get("upper")
    return "" if low == high else f"[{factor * low:.{digits}f}, {factor * high:.{digits}f}]"


def markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _point(system: dict, name: str) -> dict:
    return next((point for point in system["operatingPoints"] if point["name"] == name), {})


def _worst(point: dict) -> str:
    known = [entry for entry in point.get("apcer", []) if entry["rate"].get("rate") is not None]
    if not known:
        return "–"
    worst = max(known, key=lambda entry: entry["rate"]["rate"])
    return f"{percent(worst['rate'])}, {worst['species']}"


def of_report(report: dict) -> str:
    """Every system over windows, then our own rates per species and slice."""
    figures = report["figures"]
    windows = [system for system in figures["systems"] if system["unit"] == "window"]
    names = {key: system["name"] for key, system in report["provenance"]["systems"].items()}
    names["depthproof"] = "**Depthproof**"
    rows = []
    for system in windows:
        shipped, three = _point(system, "shipped"), _point(system, "BPCER 3 %")
        bpcer = percent(shipped["bpcer"]) if shipped else "–"
        over_people = bounds(shipped.get("bpcerInterval") or {}, 100, 1) or "–"
        name = names.get(system["system"], system["system"])
        error = interval(system["eer"], 100, 1)
        rows.append([name, interval(system["auc"]), error, bpcer, over_people, _worst(shipped), _worst(three)])
    head = ["over windows", "AUC", "EER, %", "BPCER, fixed threshold", "bounds over people"]
    head += ["worst APCER there", "worst APCER at BPCER 3 %"]
    parts = [markdown(head, rows)]
    ours = windows[0]
    shipped, three = _point(ours, "shipped"), _point(ours, "BPCER 3 %")
    rates = {entry["species"]: entry["rate"] for entry in three.get("apcer", [])}
    rows = [
        [entry["species"], str(entry["rate"]["trials"]), percent(entry["rate"]), percent(rates[entry["species"]])]
        for entry in shipped.get("apcer", [])
    ]
    parts.append(markdown(["species", "windows", "APCER at probability 0.5", "APCER at BPCER 3 %"], rows))
    rows = [
        [part["column"], part["value"], percent(part["bpcer"]), percent(part["attacksAccepted"])]
        for part in figures.get("slices", [])
    ]
    if rows:
        parts.append(markdown(["slice", "", "BPCER at probability 0.5", "attacks accepted there"], rows))
    return "\n\n".join(parts)


def _auc(area: dict) -> str:
    if "auc" not in area:
        return "–"
    return interval({"value": area["auc"], "lower": area["low"], "upper": area["high"]})


def of_windows(figures: dict) -> str:
    """What PyTorch scored on rendered windows: matched set and species."""
    matched = figures["matched"]
    rows = [["**Depthproof**", _auc(figures["all"]), _auc(matched)]]
    for name, value in figures["statistics"].items():
        of_matched = matched.get("statistics", {}).get(name)
        rows.append([f"{name}, no model", f"{value:.3f}", "–" if of_matched is None else f"{of_matched:.3f}"])
    people = figures["people"]
    every = f"all {figures['all']['windows']}: bona fide of {people['bonaFide']} people, attacks of {people['attacks']}"
    head = ["", f"AUC, {every}", f"AUC, {matched.get('pairs', 0)} matched pairs"]
    at_three = {name: percent(rate) for name, rate in figures["atBpcer3"].items()}
    at_three[SPECIES_NAMES[0]] = "as chosen"
    species = [
        [name, str(rate["windows"]), percent(rate), at_three[name]] for name, rate in figures["atHalf"].items()
    ]
    species += [
        [f"attacks with {name}", str(rates["atHalf"]["windows"]), percent(rates["atHalf"]), percent(rates["atBpcer3"])]
        for name, rates in figures["closeUps"].items()
    ]
    errors = markdown(["", "windows", "wrong at probability 0.5", "wrong at BPCER 3 % of these"], species)
    parts = [markdown(head, rows), errors]
    slices = [
        [column, value, *(percent(part.get(key, {})) for key in ("bpcer", "attacksAccepted")), _auc(part.get("auc", {}))]
        for column, values in figures["slices"].items()
        for value, part in values.items()
    ]
    if slices:
        parts.append(markdown(["slice", "", "BPCER at probability 0.5", "attacks accepted there", "AUC"], slices))
    return "\n\n".join(parts)


def table(source: Path) -> str:
    """Raises TrainingError if the file is none of those known."""
    try:
        text = source.read_text()
        if source.suffix == ".md":
            return text.strip()
        read = json.loads(text)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{source} cannot be read: {error}") from error
    figures = read if isinstance(read, dict) else {}
    if str(figures.get("format", "")).startswith("depthproof-evaluation/"):
        return of_report(figures)
    if SPECIES_NAMES[0] in figures.get("atHalf", {}):
        return of_windows(figures)
    raise TrainingError(f"{source} is neither a report of `depthproof evaluate` nor figures of training.evaluate")


def filled(card: str, name: str, content: str) -> str:
    """The card with one table replaced. Raises TrainingError if it has no such place."""
    place = re.compile(rf"(<!-- table {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not place.search(card):
        raise TrainingError(f"the card has no place for a table {name!r}: <!-- table {name} --> … <!-- end -->")
    return place.sub(lambda match: f"{match[1]}\n{content}\n\n{match[2]}", card)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", type=Path, required=True)
    parser.add_argument("--table", action="append", required=True, metavar="NAME=FILE")
    a = parser.parse_args(arguments)
    card = a.card.read_text()
    for pair in a.table:
        name, _, source = pair.partition("=")
        if not source:
            raise TrainingError(f"--table {pair}: NAME=FILE is meant")
        card = filled(card, name, table(Path(source)))
    write_whole(a.card, card.encode())


if __name__ == "__main__":
    command(main)
