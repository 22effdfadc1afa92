"""The command line."""

from __future__ import annotations

import click

from .pipeline import parse


@click.group()
def main() -> None:
    """Đọc kế hoạch hành chính tiếng Việt."""


@main.command("parse")
@click.argument("file")
@click.option("--format", "form", default="json")
def parse_command(file: str, form: str) -> None:
    """In một kế hoạch đã đọc."""
    click.echo(parse(file).to_json())
