"""The two errors that people meet: a file that cannot be read, a rule that cannot be used."""

from __future__ import annotations


class ReadError(Exception):
    """A file could not be read; the message says what is wrong and what to do, in Vietnamese."""


class RuleError(Exception):
    """A rule file is wrong; the message names the file, the rule or line, and what to do."""
