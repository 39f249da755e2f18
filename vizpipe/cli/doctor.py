"""``vizpipe doctor``: whether this machine has all that vizpipe needs."""

import json
from pathlib import Path

import click

from vizpipe.cli.working import jobs_default
from vizpipe.errors import MachineError


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def doctor(as_json: bool) -> int:  # noqa: FBT001 - click gives it by name
    """Check whether this machine has all that is needed.

    Says what it looked at, what it found, and the line that mends it. Ends with 3 if something will fail.
    """
    from vizpipe.checking.machine import examine  # noqa: PLC0415 - only here

    seen = list(examine(Path.cwd(), jobs_default()))
    if as_json:
        click.echo(json.dumps([each._asdict() for each in seen], ensure_ascii=False, indent=1))
    else:
        width = max(len(each.about) for each in seen)
        for each in seen:
            mark = click.style("✗", fg="red") if each.is_fault else click.style("·" if each.mend else "✓", fg="green")
            click.echo(f"{mark} {each.about:{width}}  {each.found}")
            if each.mend:
                click.echo(f"  {'':{width}}  {click.style(f'→ {each.mend}', bold=True)}")
    return MachineError.exit_code if any(each.is_fault for each in seen) else 0
