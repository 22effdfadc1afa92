"""Readers: bytes of a file to a Document."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ..document import Document
from ..models import Source
from ..text import canonical


def read_file(path: Path) -> Document:
    """Return the document in the file ``path``; ReadError says why it cannot be read and what to do."""
    data = path.read_bytes()
    return read_text(data.decode("utf-8", "replace"), name=path.name, data=data)


def read_text(text: str, *, name: str | None = None, data: bytes | None = None) -> Document:
    """Return ``text`` (plain or Markdown) as a document."""
    lines = [re.sub(r"^#{1,6} +|\*\*|^\*|\*$", "", line).strip() for line in canonical(text).splitlines()]
    joined = "\n".join(line for line in lines if line)
    digest = hashlib.sha256(data if data is not None else text.encode("utf-8", "replace")).hexdigest()
    return Document(joined, Source(name=name, sha256=digest, characters=len(joined)))
