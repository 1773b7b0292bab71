"""Fills the tables of a model card with what was measured.

    python3 -m training card --card models/mine/MODEL_CARD.md --table rendered=report.json matched=figures.json

A table stands between the lines `<!-- table NAME -->` and `<!-- end -->`; everything else is left as it is. Sources are
`report.json` of `npm run evaluate`, what `evaluate windows --json` wrote, or `table.md` of `ablate`; the kind of file
decides which tables it gives.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from training.atomic_file import write_atomic
from training.data.species import SPECIES_NAMES
from training.errors import TrainingError
from training.eval.figures import percent
from training.options import option


def rate(figure: dict) -> str:
    """A rate of a report with its exact 95 % bounds."""
    if figure.get("rate") is None:
        return "–"
    return percent({"rate": figure["rate"], "low": figure["lower"], "high": figure["upper"]})


def interval(figure: dict | None, factor: float = 1, digits: int = 3) -> str:
    if not figure or figure.get("value") is None:
        return "–"
    return f"{factor * figure['value']:.{digits}f} {bounds(figure, factor, digits)}".strip()


def bounds(figure: dict, factor: float, digits: int) -> str:
    """Empty where there are none, as for fewer than two people, and where both are one number, which bounds nothing."""
    low, high = figure.get("lower"), figure.get("upper")
    return (
        "" if low is None or high is None or low == high else f"[{factor * low:.{digits}f}, {factor * high:.{digits}f}]"
    )


def markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _point(system: dict, name: str) -> dict:
    return next((point for point in system["operatingPoints"] if point["name"] == name), {})


def _pooled(point: dict) -> str:
    return rate(point["attacksAccepted"]) if point else "–"


def _worst(point: dict) -> str:
    known = [entry for entry in point.get("apcer", []) if entry["rate"].get("rate") is not None]
    if not known:
        return "–"
    worst = max(known, key=lambda entry: entry["rate"]["rate"])
    return f"{rate(worst['rate'])}, {worst['species']}"


def of_report(report: dict) -> str:
    """Our verdicts over clips, every system over windows, then our own rates per species and slice."""
    figures = report["figures"]
    verdicts = figures["verdicts"]
    rows = [
        [
            group["group"],
            str(group["letIn"]["trials"]),
            *(rate(group[name]) for name in ("letIn", "turnedAway", "noAnswer")),
        ]
        for group in (verdicts["bonaFide"], verdicts["attacks"], *verdicts["species"])
        if group["letIn"]["trials"]
    ]
    parts = [markdown(["verdicts", "clips", "let in", "turned away", "no answer"], rows)]
    windows = [system for system in figures["systems"] if system["unit"] == "window"]
    names = {key: system["name"] for key, system in report["provenance"]["systems"].items()}
    names["depthproof"] = "**Depthproof**"
    rows = []
    for system in windows:
        shipped, three = _point(system, "shipped"), _point(system, "BPCER 3 %")
        bpcer = rate(shipped["bpcer"]) if shipped else "–"
        over_people = bounds(shipped.get("bpcerInterval") or {}, 100, 1) or "–"
        name = names.get(system["system"], system["system"])
        error = interval(system["eer"], 100, 1)
        attacks = [text for point in (shipped, three) for text in (_pooled(point), _worst(point))]
        rows.append([name, interval(system["auc"]), error, bpcer, over_people, *attacks])
    head = ["over windows", "AUC", "EER, %", "BPCER, fixed threshold", "bounds over people"]
    head += ["all attacks accepted there", "worst APCER", "all attacks accepted at BPCER 3 %", "worst APCER"]
    parts.append(markdown(head, rows))
    ours = windows[0]
    shipped, three = _point(ours, "shipped"), _point(ours, "BPCER 3 %")
    rates = {entry["species"]: entry["rate"] for entry in three.get("apcer", [])}
    rows = [
        [entry["species"], str(entry["rate"]["trials"]), rate(entry["rate"]), rate(rates.get(entry["species"], {}))]
        for entry in shipped.get("apcer", [])
    ]
    parts.append(markdown(["species", "windows", "APCER at probability 0.5", "APCER at BPCER 3 %"], rows))
    rows = [
        [part["column"], part["value"], rate(part["bpcer"]), rate(part["attacksAccepted"])]
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
    """Figures of `evaluate windows`: matched set, species, slices."""
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
    species = [[name, str(rate["windows"]), percent(rate), at_three[name]] for name, rate in figures["atHalf"].items()]
    species += [
        [f"attacks with {name}", str(rates["atHalf"]["windows"]), percent(rates["atHalf"]), percent(rates["atBpcer3"])]
        for name, rates in figures["closeUps"].items()
    ]
    errors = markdown(["", "windows", "wrong at probability 0.5", "wrong at BPCER 3 % of these"], species)
    parts = [markdown(head, rows), errors]
    slices = [
        [
            column,
            value,
            *(percent(part[key]) if key in part else "–" for key in ("bpcer", "attacksAccepted")),
            _auc(part.get("auc", {})),
        ]
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
    if figures.get("format") == "depthproof-evaluation/2":
        return of_report(figures)
    if SPECIES_NAMES[0] in figures.get("atHalf", {}):
        return of_windows(figures)
    raise TrainingError(f"{source} is neither a report of `depthproof evaluate` nor figures of `evaluate windows`")


def filled(card: str, name: str, content: str) -> str:
    """The card with one table replaced. Raises TrainingError if it has no such place."""
    place = re.compile(rf"(<!-- table {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not place.search(card):
        raise TrainingError(f"the card has no place for a table {name!r}: <!-- table {name} --> … <!-- end -->")
    return place.sub(lambda match: f"{match[1]}\n{content}\n\n{match[2]}", card)


@dataclass(frozen=True, kw_only=True)
class CardOptions:
    card: Path
    table: tuple[str, ...] = option(help="NAME=FILE, each")


def fill_card(options: CardOptions) -> None:
    """Replaces tables of the card. Raises TrainingError for a file of another kind or a place that is not there."""
    card = options.card.read_text()
    for pair in options.table:
        name, _, source = pair.partition("=")
        if not source:
            raise TrainingError(f"--table {pair}: NAME=FILE is meant")
        card = filled(card, name, table(Path(source)))
    write_atomic(options.card, card.encode())
