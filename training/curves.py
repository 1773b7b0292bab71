"""Draws a run's log: loss above, AUCs below, one column a stage.

    python3 -m training.curves runs/first/log.csv
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import cv2
import numpy as np

from training.errors import TrainingError, command
from training.learning.log import read_rows
from training.whole_file import write_png

WIDTH, HEIGHT, MARGIN = 420, 260, 44  # px of a panel, and of the rim its axes need
INK, RULE = (60, 60, 60), (225, 225, 225)
COLOURS = ((180, 90, 20), (40, 120, 220), (60, 150, 40))  # BGR

Curve = list[tuple[float, float]]  # (step, value)


def curves_of(log: Path) -> dict[str, dict[str, Curve]]:
    """Stage -> column -> curve, in the order of the log, without what is not a number."""
    stages: dict[str, dict[str, Curve]] = {}
    for row in read_rows(log):
        curves = stages.setdefault(row["stage"], {})
        for name in [name for name in row if name not in ("stage", "step")]:
            value = float(row[name] or "nan")
            if math.isfinite(value):
                curves.setdefault(name, []).append((int(row["step"]), value))
    return stages


def draw(log: Path, out: Path) -> None:
    """Writes the picture of a log as PNG."""
    stages = curves_of(log)
    if not stages:
        raise TrainingError(f"{log} has no rows yet")
    columns = []
    for stage, curves in stages.items():
        loss = {name: curve for name, curve in curves.items() if name == "loss"}
        aucs = {name.removeprefix("auc_"): curve for name, curve in curves.items() if name.startswith("auc_")}
        highest = max((value for curve in loss.values() for _, value in curve), default=1.0)
        columns.append(np.vstack([panel(f"stage {stage}: loss", loss, 0.0, 1.1 * highest),
                                  panel(f"stage {stage}: AUC", aucs, 0.4, 1.0)]))
    write_png(out, np.hstack(columns))


def panel(title: str, curves: dict[str, Curve], low: float, high: float) -> np.ndarray:
    """One diagram, uint8 HEIGHT x WIDTH x 3 BGR; values outside `low` to `high` are drawn at the edge."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    last = max((step for curve in curves.values() for step, _ in curve), default=1.0)

    def place(step: float, value: float) -> tuple[int, int]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * step / last
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (np.clip(value, low, high) - low) / (high - low)
        return int(round(x)), int(round(y))

    write(picture, title, (MARGIN, 18), INK, 0.45)
    for tick in np.linspace(low, high, 4):
        cv2.line(picture, place(0, tick), place(last, tick), RULE, 1)
        write(picture, f"{tick:.2f}", (4, place(0, tick)[1] + 4), INK)
    for tick in (0, last / 2, last):
        write(picture, f"{tick:.0f}", (place(tick, low)[0] - 10, HEIGHT - MARGIN + 16), INK)
    for index, (name, curve) in enumerate(curves.items()):
        points = np.array([place(step, value) for step, value in curve], np.int32)
        cv2.polylines(picture, [points], False, COLOURS[index], 2, cv2.LINE_AA)
        for point in points:
            cv2.circle(picture, point.tolist(), 2, COLOURS[index], -1, cv2.LINE_AA)
        write(picture, f"{name} {curve[-1][1]:.3f}", (MARGIN + 118 * index, HEIGHT - 8), COLOURS[index])
    return picture


def write(picture: np.ndarray, text: str, at: tuple[int, int], colour: tuple[int, ...], size: float = 0.38) -> None:
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, 1, cv2.LINE_AA)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path, help="log.csv of a run")
    parser.add_argument("--out", type=Path, help="curves.png beside the log if not given")
    a = parser.parse_args(arguments)
    draw(a.log, a.out or a.log.with_name("curves.png"))


if __name__ == "__main__":
    command(main)
