"""The command library's own English, turned into French at its edge.

Typer carries its own copy of Click, whose sentences cannot be translated by configuration: help pages
are laid out anew, and a call that does not fit is told from the exception's facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from stockage_partage.words import usage as words

#: Wide enough for the longest option with its value.
_COLUMN = 34


class FrenchTyper(typer.Typer):
    """Commands whose help pages are in French; without a command, the page (or `callback`)."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            cls=FrenchGroup,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            **given,
        )

    def command(self, name: str | None = None, **given: Any) -> Callable[[Any], Any]:
        """The library's decorator, with our page."""
        return super().command(name, cls=FrenchCommand, **given)


class _FrenchPage:
    """The parts of a help page that the library writes in English."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """`Utilisation : stockage-partage deposer [OPTIONS] FICHIER…`"""
        pieces = [words.OPTIONS_PIECE, *_arguments_pieces(ctx)]
        if isinstance(self, TyperGroup):
            pieces.append(words.COMMAND_PIECE)
        formatter.write_usage(ctx.command_path, " ".join(pieces), words.USAGE)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, options, commands."""
        shown = [each for each in ctx.command.get_params(ctx) if not getattr(each, "hidden", False)]
        arguments = [each for each in shown if each.param_type_name == "argument"]
        options = [each for each in shown if each.param_type_name == "option"]
        _section(formatter, words.ARGUMENTS, ((a.metavar or a.name, _help(a)) for a in arguments))
        _section(formatter, words.OPTIONS, ((_option(each), _help(each)) for each in options))
        if isinstance(self, TyperGroup):
            commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
            rows = ((name, command.help or "") for name, command in commands if command)
            _section(formatter, words.COMMANDS, rows)


class FrenchCommand(_FrenchPage, TyperCommand):
    """A command whose help page is in French."""


class FrenchGroup(_FrenchPage, TyperGroup):
    """A group of commands whose help page is in French, and which names an unknown command."""

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


class UnfitValue(TyperException):
    """The value of an option or an argument does not fit.

    `known` lists those that do, if few; `advice` says otherwise what would fit.
    """

    def __init__(
        self, parameter: str, value: str, known: Iterable[str] = (), advice: str = ""
    ) -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.value = value
        self.known = tuple(known)
        self.advice = advice


def complaint(refused: TyperException) -> str:
    """What is wrong with the call, from the facts that the exception carries."""
    if isinstance(refused, UnknownCommand):
        return words.unknown_command(refused.name)
    if isinstance(refused, UnfitValue):
        return words.unfit(refused.parameter, refused.value, refused.known, refused.advice)
    match type(refused).__name__:
        case "NoSuchOption":
            return words.unknown_option(str(getattr(refused, "option_name", "")))
        case "BadOptionUsage":
            return words.unfit_option(str(getattr(refused, "option_name", "")))
        case "MissingParameter":
            return words.missing(_parameter(refused))
        case "BadParameter":
            parameter = getattr(refused, "param", None)
            return words.unfit(_parameter(refused), "", _choices(parameter), _advice(parameter))
        case "NoArgsIsHelpError":
            return str(refused)
    return words.UNFIT_CALL


def _choices(parameter: Any) -> list[str]:
    """What a parameter of few values accepts, as it is typed."""
    kind = parameter.get_runtime_param().annotation if parameter is not None else None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(each.value) for each in kind]
    return []


def _advice(parameter: Any) -> str:
    """What would fit, where the parameter's own description tells."""
    if parameter is None:
        return ""
    told = {"DATE": words.DATE_ADVICE, "AAAA": words.YEAR_ADVICE}
    bounds = parameter.get_runtime_param().parameter_info
    found = told.get(parameter.metavar or "")
    return found or words.range_advice(bounds.min, bounds.max)


def _section(formatter: Any, title: str, rows: Iterable[tuple[str, str]]) -> None:
    listed = list(rows)
    if listed:
        with formatter.section(title):
            formatter.write_dl(listed, _COLUMN)


def _arguments_pieces(ctx: Any) -> list[str]:
    arguments = [p for p in ctx.command.get_params(ctx) if p.param_type_name == "argument"]
    names = ((each.metavar or each.name, each.required) for each in arguments)
    return [name if required else f"[{name}]" for name, required in names]


def _option(option: Any) -> str:
    name = ", ".join(option.opts)
    return name if option.is_flag else f"{name} {option.metavar or words.VALUE}"


def _help(parameter: Any) -> str:
    if "--help" in parameter.opts:
        return words.SHOW_HELP
    required = parameter.required and parameter.param_type_name == "option"
    notes = [words.REQUIRED] if required else []
    default = parameter.default
    if isinstance(default, int | float) and not isinstance(default, bool):
        notes.append(words.by_default(f"{default:g}".replace(".", ",")))
    return " ".join([parameter.help or "", *notes]).strip()


def _parameter(refused: TyperException) -> str:
    parameter: Any = getattr(refused, "param", None)
    if parameter is None:
        return str(getattr(refused, "param_hint", "") or "")
    names = [name for name in parameter.opts if name.startswith("--")]
    return str(names[0] if names else parameter.metavar or parameter.name)
