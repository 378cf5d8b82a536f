"""The command library's own English, turned into French at its edge.

Typer carries its own copy of Click, whose messages cannot be translated by configuration: help pages
are rewritten as text, and a call that does not fit is told from the exception's facts.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from stockage_partage.words import usage as words


class FrenchCommand(TyperCommand):
    """A command whose help page is in French."""

    def get_help(self, ctx: Any) -> str:
        """The page, rewritten."""
        return in_french(super().get_help(ctx))


class FrenchGroup(TyperGroup):
    """A group of commands whose help page is in French, and which names an unknown command."""

    def get_help(self, ctx: Any) -> str:
        """The page, rewritten."""
        return in_french(super().get_help(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Raises UnknownCommand where the library would only say it in English."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise UnknownCommand(args[0])
        return super().resolve_command(ctx, args)


class UnknownCommand(TyperException):
    """No command has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def in_french(page: str) -> str:
    """A help page with the library's own words replaced."""
    for english, french in words.HELP_TEXT:
        page = page.replace(english, french)
    return page


def complaint(refused: TyperException) -> str:
    """What is wrong with the call, from the facts that the exception carries."""
    if isinstance(refused, UnknownCommand):
        return words.unknown_command(refused.name)
    match type(refused).__name__:
        case "NoSuchOption":
            return words.unknown_option(str(getattr(refused, "option_name", "")))
        case "MissingParameter":
            return words.missing(_parameter(refused))
        case "BadParameter":
            return words.unfit(_parameter(refused), "")
        case "NoArgsIsHelpError":
            return in_french(str(refused))
    return words.UNFIT_CALL


def _parameter(refused: TyperException) -> str:
    parameter = getattr(refused, "param", None)
    if parameter is None:
        return str(getattr(refused, "param_hint", "") or "")
    names = [name for name in parameter.opts if name.startswith("--")]
    return str(names[0] if names else parameter.make_metavar_name())
