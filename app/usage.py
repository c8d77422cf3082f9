"""What is wrong with the arguments of a command, in one sentence that says what to do.

The library of the command line prints a usage line and its own words in a box. Operators read plain
sentences (docs/style.md, section Rules). Other errors of commands are in app/build/failures.py.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import PydanticCustomError
from typer.core import TyperArgument, TyperGroup, TyperOption

from app.settings import must_be

WRONG_ARGUMENTS = 2
"""The exit code, as that of other programs."""
_LONGEST = 60  # characters of a value that are repeated
_NEAR = 0.6  # how similar a name must be to be suggested (difflib)


def day(value: str) -> date:
    """A day that is written like 2026-03-14. Raises PydanticCustomError."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("setting", "must be a day like 2026-03-14") from None


class Commands(TyperGroup):
    """The commands of `stated`. A wrong argument is one sentence on standard error, and exits
    with 2.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: object,
    ) -> object:
        """Run the command that the arguments name. Without any argument, it prints help."""
        given = sys.argv[1:] if args is None else list(args)
        name = next((one for one in given if not one.startswith("-")), None)
        if name is not None and name not in self.commands:
            _stop(
                f"There is no command {_shown(name)}.{_meant(name, self.commands)} "
                "`stated --help` lists all commands."
            )
        try:
            code = super().main(
                given,
                prog_name,
                complete_var,
                standalone_mode=not given,
                windows_expand_args=windows_expand_args,
                **extra,
            )
        except typer.TyperException as error:
            context = getattr(error, "ctx", None)
            command = context.command if context else self.commands.get(name or "", self)
            full = "stated" if command is self else f"stated {name}"
            _stop(sentence(error, full, command.params))
        sys.exit(code if isinstance(code, int) else 0)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(WRONG_ARGUMENTS)


def sentence(error: typer.TyperException, command: str, params: Iterable[object]) -> str:
    """What is wrong with the arguments of a command, and what to do. `params` are its options and
    arguments.

    Only some classes of these errors are public. The others are known by what they have: an unknown
    option has `possibilities`, a missing value an `option_name`, a missing argument a `param_type`.
    """
    options = [one for one in params if isinstance(one, TyperOption)]
    arguments = [one for one in params if isinstance(one, TyperArgument)]
    param: TyperOption | TyperArgument | None = getattr(error, "param", None)
    option: str | None = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        names = [name for one in options for name in (*one.opts, *one.secondary_opts)]
        what = f"There is no option {_shown(option)} of {command}.{_meant(option, names)}"
    elif option is not None:
        what = _missing_value(option, options)
    elif param is not None and hasattr(error, "param_type"):
        what = f"{_named(param)} is missing: {param.help}"
    elif param is not None and isinstance(error, typer.BadParameter):
        what = _wrong_value(error, param)
    elif command == "stated":
        what = "The command is missing."
    else:
        what = f"{command} takes {_all_named(arguments)}, and more than that was given."
    return f"{what} `{command} --help` explains {'them' if command == 'stated' else 'it'}."


def _missing_value(option: str, options: Iterable[TyperOption]) -> str:
    """That an option needs a value, or takes none."""
    for param in options:
        if option in param.opts and not param.is_flag:
            example = "" if param.default is None else f", as in {option} {param.default}"
            return f"{option} needs a value after it{example}."
    return f"{option} takes no value: write it alone."


def _wrong_value(error: typer.BadParameter, param: TyperOption | TyperArgument) -> str:
    """The rule that the value of an argument breaks."""
    name = _named(param)
    source = error.ctx.get_parameter_source(param.name) if error.ctx else None
    if source is not None and source.name == "ENVIRONMENT":
        name = f"the environment variable {param.envvar}"
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return f"The value of {name} cannot be read."
    [mistake, *_] = cause.errors(include_url=False)
    given = _shown(str(mistake["input"]))
    return f"{given} is not a valid value of {name}: it {must_be(mistake)}."


def _named(param: TyperOption | TyperArgument) -> str:
    """An option as it is written, or an argument as the help names it."""
    if isinstance(param, TyperOption):
        return max(param.opts, key=len)
    return (param.metavar or param.name or "").upper()


def _all_named(arguments: Iterable[TyperArgument]) -> str:
    """The arguments of a command: “OLD and NEW”."""
    names = [_named(one) for one in arguments]
    if not names:
        return "only options, which begin with --"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _meant(given: str, names: Iterable[str]) -> str:
    """A question with the nearest of these names, or nothing."""
    near = get_close_matches(given, list(names), 1, _NEAR)
    return f" Did you mean {near[0]}?" if near else ""


def _shown(given: str) -> str:
    """What somebody wrote, in quotation marks: shortened, and without control characters."""
    return repr(given if len(given) <= _LONGEST else f"{given[:_LONGEST]}…")
