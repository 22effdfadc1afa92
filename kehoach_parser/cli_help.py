"""Help texts in one language at a time: each is written "tiếng Việt / English" once, and the reader sees one half.

English with ``--lang en`` on the command or ``KEHOACH_LANG=en``; Vietnamese otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import click

from .cli_misuse import Misuse

# What click itself says on a page of help.
_CLICK = {
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Usage: ": "Cách dùng: ",
    "Show this message and exit.": "In trang này rồi thoát.",
    "Show the version and exit.": "In số phiên bản rồi thoát.",
    "default: ": "mặc định: ",
    "env var: ": "biến môi trường: ",
    "required": "bắt buộc",
}
_LANGUAGE = "kehoach.help.language"


def pick(words: str, language: str) -> str:
    """Return the half of a text that is in ``language``, with what click adds in brackets; a text of one half is whole.

    >>> pick("Đọc một kế hoạch. / Read one plan.  [default: text]", "en")
    'Read one plan.  [default: text]'
    """
    body, gap, added = words.partition("  [")
    halves = body.split(" / ")
    if len(halves) == 2:
        body = halves[language == "en"]
    if language != "en":
        body = _CLICK.get(body, body)
        for english in ("default: ", "env var: ", "required"):
            added = added.replace(english, _CLICK[english])
    return body + gap + added


class Formatter(click.HelpFormatter):
    """Writes each text in the language of the page."""

    language = "vi"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how the command is called."""
        super().write_usage(prog, args, prefix or pick("Usage: ", self.language))

    def write_heading(self, heading: str) -> None:
        """Write the head of a part of the page."""
        super().write_heading(pick(heading, self.language))

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        paragraphs = text.split("\n\n")
        super().write_text("\n\n".join(pick(" ".join(one.split()), self.language) for one in paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        """Write options or commands, each with its text."""
        super().write_dl([(name, pick(text, self.language)) for name, text in rows], *arguments, **options)


class Context(click.Context):
    """Makes the formatter of the language that the command line asks for."""

    def make_formatter(self) -> Formatter:
        """Return the formatter for this page."""
        formatter = Formatter(width=self.terminal_width, max_width=self.max_content_width)
        formatter.language = language_of(self)
        return formatter


class Command(click.Command):
    """A command whose --help knows --lang wherever it stands."""

    context_class = Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language before --help is answered, or what is wrong is said."""
        note_language(ctx, args)
        with said_to_the_reader(ctx):
            return super().parse_args(ctx, args)


class Group(click.Group):
    """The command of commands."""

    context_class = Context
    command_class = Command
    group_class = type  # a group inside is of this class too

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language before --help is answered, or what is wrong is said."""
        note_language(ctx, args)
        if not args:  # the page of help
            return super().parse_args(ctx, args)
        with said_to_the_reader(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named; what is no command is said in the language of the page."""
        with said_to_the_reader(ctx):
            return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their first line, whole: click would cut it before its language is chosen."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append(
                    (name, command.short_help or (command.help or "").strip().split("\n\n")[0].replace("\n", " "))
                )
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def language_of(ctx: click.Context) -> str:
    """Return the language that the command line, else the environment, asks for."""
    return str(ctx.meta.get(_LANGUAGE) or os.environ.get("KEHOACH_LANG", "vi"))


@contextmanager
def said_to_the_reader(ctx: click.Context) -> Iterator[None]:
    """Turn what click says of a wrong command line into a Misuse, which says it in the reader's language."""
    try:
        yield
    except click.UsageError as error:
        raise Misuse(error, ctx, language_of(ctx)) from None


def note_language(ctx: click.Context, args: Sequence[str]) -> None:
    """Keep the language that ``args`` ask for."""
    for name, value in pairwise([*args, ""]):
        if name == "--lang" or name.startswith("--lang="):
            ctx.meta[_LANGUAGE] = value if name == "--lang" else name.partition("=")[2]
