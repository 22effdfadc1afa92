"""What was typed wrongly on the command line, said in the reader's language: click itself speaks English only."""

from __future__ import annotations

import re
from typing import IO, Any

import click

# What click says, as versions 8.1 to 8.5 write it, and the same in Vietnamese; what is not here stays in English.
_SAYINGS = tuple(
    (re.compile(english + r"\.?"), vietnamese)
    for english, vietnamese in (
        (r"No such option:? '?(?P<a>[^' ]+?)'?", "Không có tùy chọn {a}."),
        (
            r"No such option:? '?(?P<a>[^' ]+?)'?\.? ?\(?(?:Did you mean|Possible options:) ?(?P<b>.+?)\??\)?",
            "Không có tùy chọn {a}. Ý bạn là {b}?",
        ),
        (r"No such command '(?P<a>[^']+)'", "Không có lệnh {a}."),
        (r"No such command '(?P<a>[^']+)'\. Did you mean (?P<b>.+?)\??", "Không có lệnh {a}. Ý bạn là {b}?"),
        (r"Missing command", "Thiếu tên lệnh."),
        (r"Missing (?:argument|option|parameter) '(?P<a>[^']+)'(?:\. Choose from:.*)?", "Thiếu '{a}'."),
        (r"Option '(?P<a>[^']+)' requires an argument", "Sau {a} phải có một giá trị."),
        (r"Option '(?P<a>[^']+)' does not take a value", "Sau {a} không có giá trị nào."),
        (r"Got unexpected extra arguments? \((?P<a>.+)\)", "Thừa: {a}."),
        (
            r"Invalid value for (?P<a>.+?): '(?P<b>.*)' is not one of (?P<c>.+?)",
            "{a} không nhận '{b}'; chọn một trong: {c}.",
        ),
        (
            r"Invalid value for (?P<a>.+?): '(?P<b>.*)' is not a valid (?:integer|float)(?: range)?",
            "{a} phải là một số, không phải '{b}'.",
        ),
        (
            r"Invalid value for (?P<a>.+?): (?P<b>\S+) is not in the range (?P<c>.+?)",
            "{a} không nhận {b}; phải trong khoảng {c}.",
        ),
        (
            r"Invalid value for (?P<a>.+?): '(?P<b>.*)' does not match the formats? '%Y-%m-%d'",
            "{a} phải viết như 2026-01-31, không phải '{b}'.",
        ),
        (r"Invalid value for (?P<a>.+?): (?P<b>.+?)", "{a}: {b}."),
    )
)


class Misuse(click.UsageError):
    """A click.UsageError whose two lines are said in ``language``."""

    def __init__(self, error: click.UsageError, ctx: click.Context, language: str) -> None:
        super().__init__(error.format_message(), error.ctx or ctx)
        self.language = language

    def show(self, file: IO[Any] | None = None) -> None:
        """Write how the command is called, and what was wrong."""
        if self.language == "en" or self.ctx is None:
            super().show(file)
            return
        path = self.ctx.command_path
        click.echo(f"{self.ctx.get_usage()}\nGõ '{path} --help' để xem cách dùng.\n", err=True)
        click.echo(f"Lỗi: {in_vietnamese(self.message)}", err=True)


def in_vietnamese(message: str) -> str:
    """Return what click says in Vietnamese, or as it is when it is not known.

    >>> in_vietnamese("No such option '--fromat'. Did you mean '--format'?")
    "Không có tùy chọn --fromat. Ý bạn là '--format'?"
    """
    for pattern, words in _SAYINGS:
        found = pattern.fullmatch(message)
        if found is not None:
            return words.format_map(found.groupdict())
    return message
