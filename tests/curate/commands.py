"""Running the commands of curators in this process."""

from typer.testing import CliRunner

from app.cli import app


def stated(*arguments: object) -> tuple[int, str]:
    """Run a command; its exit code and everything it printed."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "300"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output
