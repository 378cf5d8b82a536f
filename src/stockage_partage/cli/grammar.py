"""The command library in French, and commands that are imported when they are called.

Click writes its help pages through a catalogue of ours; what does not fit a call is told from the facts
that its exception carries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, TypeAlias, TypeVar

import click
from click import core, decorators, exceptions, formatting

from stockage_partage.messages import command_helps as texts
from stockage_partage.messages.command_helps import HELPS

#: Where a command is, `module:name`, or the commands of a group by their names.
Places: TypeAlias = Mapping[str, "str | Places"]
F = TypeVar("F", bound=Callable[..., Any])

for _module in (core, decorators, formatting):
    # Under that name they keep the standard library's gettext, which follows the environment's language.
    vars(_module)["_"] = lambda sentence: texts.HELP_PAGE.get(sentence, sentence)


class Commands(click.Group):
    """A group whose pages list its commands without importing them."""

    def __init__(self, path: str, places: Places, **given: Any) -> None:
        """The path is what is typed to reach it, "" for the program; `given` is for Click."""
        super().__init__(help=HELPS[path], subcommand_metavar=texts.COMMAND_PIECE, **given)
        self._path = path
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the page."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command or group of that name, imported now; None for a name that nobody knows."""
        place = self._places.get(cmd_name)
        if not isinstance(place, str):
            return Commands(self._path_of(cmd_name), place) if place is not None else None
        module, _, name = place.partition(":")
        found = getattr(import_module(f"stockage_partage.cli.{module}"), name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the part of the page that lists the commands."""
        with formatter.section(texts.COMMANDS):
            formatter.write_dl([(name, HELPS[self._path_of(name)]) for name in self._places])

    def _path_of(self, name: str) -> str:
        return f"{self._path} {name}".lstrip()


class Option(click.Option):
    """An option whose bounds are told by its help alone: Click writes them as a formula."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """What the page adds to the help."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


def command(path: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command by what is typed to call it, which has its help in `texts`."""
    return click.command(path.rpartition(" ")[2], help=HELPS[path])


def option(*names: str, help: str, **given: Any) -> Callable[[F], F]:
    """An option by its name on the command line and its parameter's; `given` is for Click."""
    return click.option(*names, cls=Option, help=help, **given)


def flag(*names: str, help: str) -> Callable[[F], F]:
    """An option without a value: True when it is there."""
    return option(*names, is_flag=True, help=help)


def day_option(*names: str, help: str, **given: Any) -> Callable[[F], F]:
    """An option whose value is a day, a `datetime` at midnight."""
    return option(*names, metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help=help, **given)


class UnfitValue(click.UsageError):
    """The value of an option or an argument does not fit.

    `known` lists those that do, if few; `advice` says otherwise what would fit.
    """

    def __init__(
        self, parameter: str, value: str = "", known: Iterable[str] = (), advice: str = ""
    ) -> None:
        super().__init__(texts.unfit(parameter, value, tuple(known), advice))


def complaint(refused: click.ClickException) -> list[str]:
    """What is wrong with the call, on one line; the page of help, on several, where it is called for."""
    match refused:
        case UnfitValue():
            return [refused.message]
        case exceptions.NoArgsIsHelpError():
            return refused.message.splitlines()
        case exceptions.NoSuchCommand():
            return [texts.unknown_command(refused.command_name)]
        case exceptions.NoSuchOption():
            return [texts.unknown_option(refused.option_name)]
        case exceptions.BadOptionUsage():
            return [texts.unfit_option(refused.option_name)]
        case exceptions.BadParameter(param=click.Parameter() as parameter):
            return [_misfit(refused, parameter)]
    return [texts.UNFIT_CALL]


def _misfit(refused: click.BadParameter, parameter: click.Parameter) -> str:
    name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or ""
    if isinstance(refused, click.MissingParameter):
        return texts.missing(name)
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return texts.unfit(name, "", [str(each) for each in kind.choices])
    advice = texts.ADVICE_BY_METAVAR.get(parameter.metavar or "", "")
    if not advice and isinstance(kind, click.IntRange | click.FloatRange):
        advice = texts.range_advice(kind.min, kind.max)
    return texts.unfit(name, "", advice=advice)
