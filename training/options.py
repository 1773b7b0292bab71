"""Options of a command as a dataclass, and their reading from the command line."""

import argparse
import dataclasses
import types
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from training.errors import TrainingError

Options = TypeVar("Options")


def option(
    default: Any = dataclasses.MISSING, help: str = "", choices: Iterable[str] = (), word: bool = True, least: int = 0
) -> Any:
    """A field of options. Without `word` it is told by its place on the command line, not by its name. `least`: of a
    whole number."""
    metadata = {"help": help, "choices": tuple(choices), "word": word, "least": least}
    return dataclasses.field(default=default, metadata=metadata)


def share_between_zero_and_one(**shares: float) -> None:
    """Raises TrainingError for an option that is not between 0 and 1."""
    for name, value in shares.items():
        if not 0 <= value <= 1:
            raise TrainingError(f"--{name.replace('_', '-')}: {value} is no share between 0 and 1")


def parse(kind: type[Options], arguments: Sequence[str], command: str, description: str | None) -> Options:
    """The options that the words of a command line give; exits as argparse does where they are wrong.

    An option that may be None takes the word "none" for it.
    """
    parser = argparse.ArgumentParser(
        prog=f"python3 -m training {command}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    for field in fields:
        _add(parser, field, hints[field.name])
    given = vars(parser.parse_args(arguments))
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


def _add(parser: argparse.ArgumentParser, field: dataclasses.Field, hint: Any) -> None:
    required = field.default is dataclasses.MISSING
    settings: dict[str, Any] = {"help": field.metadata.get("help"), "default": None if required else field.default}
    if field.metadata.get("choices"):
        settings["choices"] = field.metadata["choices"]
    if hint is bool:
        settings["action"] = "store_true"
    elif get_origin(hint) is tuple:
        items = get_args(hint)
        settings |= {
            "type": _reader(items[0], field),
            "nargs": ("+" if required else "*") if Ellipsis in items else len(items),
        }
    elif isinstance(hint, types.UnionType):
        settings["type"] = _or_none(next(one for one in get_args(hint) if one is not type(None)))
    else:
        settings["type"] = _reader(hint, field)
    if field.metadata.get("word", True):
        parser.add_argument(f"--{field.name.replace('_', '-')}", required=required, **settings)
    else:
        del settings["default"]
        parser.add_argument(field.name, **settings)


def _reader(kind: type, field: dataclasses.Field) -> Any:
    """What reads a word; of whole numbers those that the field allows."""
    least = field.metadata.get("least", 0)

    def value(text: str) -> int:
        number = int(text)
        if number < least:
            raise argparse.ArgumentTypeError(f"{number} is less than {least}")
        return number

    value.__name__ = "int"  # what argparse calls it
    return value if kind is int else kind


def _or_none(kind: type) -> Any:
    def value(text: str) -> Any:
        return None if text == "none" else kind(text)

    value.__name__ = "path" if kind is Path else kind.__name__  # what argparse calls it
    return value
