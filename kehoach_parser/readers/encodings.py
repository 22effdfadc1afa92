"""Bytes to text."""

from __future__ import annotations


def decode(data: bytes) -> str:
    """Return the text in ``data``."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, "replace")
    return data.decode("utf-8", "replace")
