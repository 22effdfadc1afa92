"""The two errors that people meet: a file that cannot be read, a rule that cannot be used."""

from __future__ import annotations


class _ForPeople(Exception):
    """An error whose message is shown as it is: Vietnamese, and English where the raiser gives it."""

    def __init__(self, message: str, english: str | None = None) -> None:
        super().__init__(message)
        self.english = english

    def say(self, language: str = "vi") -> str:
        """Return the message in ``language`` ("vi" or "en"); Vietnamese when there is no English."""
        return self.english if language == "en" and self.english else str(self)


class ReadError(_ForPeople):
    """A file could not be read; the message says what is wrong and what to do, in Vietnamese."""


class RuleError(_ForPeople):
    """A rule file is wrong; the message names the file, the rule or line, and what to do."""
