"""Findings for machines: JSON, JUnit's XML, GitHub's annotation lines and step summary."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from vizpipe.checking import UNKNOWN, Decisive, Finding

_PLACE = re.compile(r"([^\s():]+\.py):(\d+)")
"""How a recipe's failure says where it was."""
_TABLE = re.compile(r"""\s*\[(?:tool\.vizpipe\.)?assets\.(?:"([^"]+)"|'([^']+)'|([\w-]+))\]""")
"""Where a project's file begins to say what an asset is."""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Verdict(NamedTuple):
    """What came out of a check."""

    against: str
    assets: tuple[str, ...]
    """Those that were compared."""
    failed: dict[str, str]
    """Those that could not be made, and why."""
    findings: tuple[Finding, ...]
    fail_on: tuple[Decisive, ...]

    def fails(self, finding: Finding) -> bool:
        """Whether a finding ends the check with 4."""
        maybe: set[Decisive] = {"training", "drawing"} if finding.kind == UNKNOWN else {finding.kind}
        if "drawing" in maybe:
            maybe |= {finding.share} if finding.share else {"content", "rendering"}
        return not maybe.isdisjoint(self.fail_on)

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failed and not any(map(self.fails, self.findings))

    def of(self, asset: str) -> list[Finding]:
        """The findings of one asset."""
        return [finding for finding in self.findings if finding.asset == asset]

    @property
    def compared(self) -> bool:
        """Whether there was anything to compare with."""
        return not any(finding.kind == "manifest" for finding in self.findings)

    def status(self, asset: str) -> str:
        """What became of an asset."""
        if asset in self.failed:
            return "failed"
        if not self.compared:
            return "not compared"
        return "differs" if self.of(asset) else "agrees"


def one_line(text: str) -> str:
    """A text from anywhere as one line, with nothing in it that a terminal or a CI service would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


def lines(verdict: Verdict, no_exec: bool) -> Iterable[str]:  # noqa: FBT001 - how it was compared
    """For people: a line for each finding, those in brackets fail nothing, and how many agree."""
    for finding in verdict.findings:
        mark = finding.kind if verdict.fails(finding) else f"({finding.kind})"
        about = f"{finding.asset}: " if finding.asset else ""
        yield f"{mark:13}  {one_line(f'{about}{finding.text}')}"
    count = len([name for name in verdict.assets if verdict.status(name) == "agrees"])
    what = "have the hashes that were committed" if no_exec else "agree"
    yield one_line(f"{count} of {len(verdict.assets)} assets {what}; compared with {verdict.against}")


def as_json(verdict: Verdict) -> dict[str, Any]:
    """What ``check --json`` prints."""
    return {
        "against": verdict.against,
        "ok": verdict.ok,
        "assets": [
            {"name": each, "status": verdict.status(each), "why": verdict.failed.get(each, "")}
            for each in verdict.assets
        ],
        "findings": [finding._asdict() | {"fails": verdict.fails(finding)} for finding in verdict.findings],
    }


def junit(verdict: Verdict) -> bytes:
    """A test case an asset, and one for what belongs to all of them. It has no date, so it is the same bytes twice."""
    suite = ET.Element("testsuite", name="vizpipe check")
    counts = {"failure": 0, "error": 0}
    for asset in ("", *verdict.assets):
        findings = verdict.of(asset)
        if not asset and not findings:
            continue
        case = ET.SubElement(suite, "testcase", classname="vizpipe.check", name=_plain(asset or "all assets"))
        if asset in verdict.failed:
            ET.SubElement(case, "error", message=_plain(verdict.failed[asset]))
            counts["error"] += 1
        failing = [finding for finding in findings if verdict.fails(finding)]
        if failing:
            body = "\n".join(f"{finding.kind}: {finding.text}" for finding in failing)
            ET.SubElement(case, "failure", message=_plain(failing[0].text)).text = _plain(body)
            counts["failure"] += 1
        others = [f"{finding.kind}: {finding.text}" for finding in findings if finding not in failing]
        if not verdict.compared and asset:
            ET.SubElement(case, "skipped", message="there was nothing to compare with")
        if others:
            ET.SubElement(case, "system-out").text = _plain("\n".join(others))
    suite.attrib |= {"tests": str(len(suite)), "failures": str(counts["failure"]), "errors": str(counts["error"])}
    ET.indent(suite)
    text: bytes = ET.tostring(suite, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def annotations(verdict: Verdict, outputs: str, project: str, root: Path, asked: str = "") -> Iterable[str]:
    """A line for each finding, which GitHub shows beside the code, the output, or the table that asks for the asset.

    ``outputs`` and ``project`` are where files and code lie, as git sees it, ``root`` is the project's folder,
    ``asked`` its file, if it has one.
    """
    tables = _tables(project, asked)
    for asset, problem in verdict.failed.items():
        found = _PLACE.search(problem)
        file, line = (_below(found[1], root), int(found[2])) if found else ("", 0)
        place = _placed(project, file, line) or _asked(asset, tables)
        yield f"::error {place}title={_property(f'vizpipe check, {asset}')}::{_message(problem)}"
    for finding in verdict.findings:
        level = "error" if verdict.fails(finding) else "warning" if finding.kind != "environment" else "notice"
        code = _placed(project, _below(finding.source, root), finding.line)
        place = code or _placed(outputs, finding.file, 0) or _asked(finding.asset, tables)
        title = f"vizpipe check, {finding.kind}"
        words = f"{finding.asset}: {finding.text}" if finding.asset else finding.text
        yield f"::{level} {place}title={_property(title)}::{_message(words)}"


def _below(file: str, root: Path) -> str:
    """A file of the project as seen from its folder; nothing if it is none, such as a built-in recipe."""
    path = Path(root, file)
    inside = file and path.is_relative_to(root) and path.is_file()
    return path.relative_to(root).as_posix() if inside else ""


def _tables(project: str, file: str) -> dict[str, str]:
    """Where each asset's table begins in the project's file."""
    lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines() if file else []
    found = ((number, _TABLE.match(line)) for number, line in enumerate(lines, 1))
    return {match[match.lastindex or 0]: _placed(project, Path(file).name, number) for number, match in found if match}


def _asked(asset: str, tables: Mapping[str, str]) -> str:
    """Where an asset is asked for, by its own table or that whose matrix it is of; nothing without one."""
    while asset and asset not in tables:
        asset = asset.rpartition("-")[0]
    return tables.get(asset, "")


def _placed(folder: str, file: str, line: int) -> str:
    """Where an annotation stands; nothing without a file."""
    whole = file if folder == "." else f"{folder}/{file}"
    return (f"file={_property(whole)}," + (f"line={line}," if line else "")) if file else ""


def summary(verdict: Verdict) -> str:
    """A table in Markdown, for GitHub's step summary."""
    head = "everything agrees with" if verdict.ok else "something differs from"
    lines = [f"**vizpipe check**: {head} {_cell(verdict.against)}.", ""]
    rows: Sequence[tuple[str, ...]] = [
        *(("failed", asset, problem) for asset, problem in verdict.failed.items()),
        *((finding.kind, finding.asset or "all", finding.text) for finding in verdict.findings),
    ]
    if rows:
        lines += ["| what | asset | how |", "|---|---|---|"]
        lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n\n"


def _cell(text: str) -> str:
    """A text that can't leave its cell, or be anything but text."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
    return (
        plain.replace("&", "&amp;").replace("<", "&lt;").replace("`", "\\`").replace("[", "\\[").replace("@", "@\u200b")
    )


def _plain(text: str) -> str:
    """What XML can hold of a text."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
