"""Colour on a terminal: what is red, bold or dim, and who may see it."""

import os

import click


def wanted() -> bool | None:
    """Whether words are coloured whatever they are written to; None if a terminal gets colour, and a pipe none."""
    if os.environ.get("NO_COLOR") or (os.environ.get("TERM") == "dumb" and not os.environ.get("FORCE_COLOR")):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def error(message: str) -> None:
    """Say in one line on standard error what went wrong."""
    click.echo(f"{click.style('vizpipe:', fg='red', bold=True)} {message}", err=True, color=wanted())


def warning(message: str) -> None:
    """Say in one line on standard error what somebody should know, though it went on."""
    click.echo(f"{click.style('vizpipe:', fg='yellow', bold=True)} {message}", err=True, color=wanted())


def bar(share: float, columns: int) -> str:
    """A bar on a terminal, full to a ``share``."""
    full = round(share * columns)
    if wanted() is False:
        return "━" * full + "·" * (columns - full)
    return click.style("━" * full, fg="cyan") + click.style("━" * (columns - full), dim=True)


class Formatter(click.HelpFormatter):
    """Help with headings in bold, and the names of options and verbs in colour."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        super().write_usage(prog, args, click.style(prefix or "Usage: ", bold=True))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{click.style(f'{heading}:', bold=True)}\n")

    def write_dl(self, rows: list[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:  # type: ignore[override]
        """Write names and what they mean, in two columns."""
        super().write_dl([(click.style(name, fg="cyan"), words) for name, words in rows], col_max, col_spacing)


class Context(click.Context):
    """The context of every command: its help is coloured on a terminal."""

    formatter_class = Formatter
