"""Help whose options stand in groups, in the order in which people ask."""

import click

from vizpipe.cli.colours import Context

_GROUPS = {
    "The file": "output format name open overwrite max-bytes",
    "Its look": "size layout theme background font",
    "Its words": "lang texts label title no-title headline caption no-caption alt math",
    "Several films": "seeds compare film",
    "Its motion": "frames every from to seconds pause fps timing loop hold first-frame",
    "The work": "jobs timeout cluster cluster-remote traceback help",
}
"""Options without their dashes; those that are no group's are the command's own, and come first."""


class Grouped(click.Command):
    """A command with many options."""

    context_class = Context
    own = "Options"
    """What the options of no group are called."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options by their groups."""
        listed = {name: title for title, names in _GROUPS.items() for name in names.split()}
        rows: dict[str, list[tuple[str, str]]] = {title: [] for title in (self.own, *_GROUPS)}
        order = list(listed)
        params = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        for each in sorted(params, key=lambda option: order.index(_name(option)) if _name(option) in listed else -1):
            record = each.get_help_record(ctx)
            if record is not None:
                rows[listed.get(_name(each), self.own)].append(record)
        for title, records in rows.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def _name(option: click.Option) -> str:
    return max(option.opts, key=len).lstrip("-")
