"""Which room of training/ may import which, and that each command of the door is there."""

import ast
import importlib
import subprocess
import sys
import unittest
from pathlib import Path

from training.__main__ import COMMANDS
from training.tests.fixtures import run

ROOT = Path(__file__).parents[1]
# Each room and the rooms that it may import; the files of GROUND lie below them all.
BELOW: dict[str, set[str]] = {
    "data": set(),
    "models": set(),
    "render": {"data"},
    "eval": {"data", "models"},
    "train": {"data", "models", "eval"},
    "export": {"data", "models", "eval"},
    "ablate": {"data", "models", "eval", "train"},
    **dict.fromkeys(("recipe", "shipped_recipe"), {"data", "models", "render", "eval", "train", "export"}),
}
GROUND = {"errors", "options", "atomic_file", "claim", "figures_file"}


def imported(path: Path) -> set[str]:
    """The rooms, or files beside them, that a file imports."""
    modules = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            modules += [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            modules += [name.name for name in node.names]
    return {module.split(".")[1] for module in modules if module.startswith("training.")}


class Rooms(unittest.TestCase):
    def test_each_imports_only_what_lies_below(self) -> None:
        for path in ROOT.rglob("*.py"):
            room = path.relative_to(ROOT).parts[0].removesuffix(".py")
            if room in ("tests", "__main__", "__init__"):
                continue
            allowed = GROUND if room in GROUND else BELOW[room] | GROUND | {room}
            with self.subTest(path=path.name):
                self.assertLessEqual(imported(path), allowed)


class Door(unittest.TestCase):
    def test_a_file_that_is_missing_is_named_without_a_traceback(self) -> None:
        words = [sys.executable, "-m", "training", "card", "--card", "nowhere.md", "--table", "a=b"]
        ended = subprocess.run(words, cwd=ROOT.parent, stderr=subprocess.PIPE, text=True)
        self.assertEqual(ended.returncode, 1)
        self.assertRegex(ended.stderr, "^FileNotFoundError: .*nowhere.md'\n$")

    def test_every_command_is_there_and_tells_its_options(self) -> None:
        for command, target in COMMANDS.items():
            module, _, name = target.rpartition(".")
            self.assertTrue(callable(getattr(importlib.import_module(module), name)), target)
            with self.subTest(command), self.assertRaises(SystemExit) as ended:
                run(command, "--help")
            self.assertEqual(ended.exception.code, 0)

    def test_another_word_lists_the_commands(self) -> None:
        for words in ("", "nothing", "render nothing"):
            with self.assertRaisesRegex(SystemExit, "render windows\n"):
                run(words)
