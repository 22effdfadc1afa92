"""What a review has to say, as comments in a copy of the user's own Word file.

Only marks are set: between runs, or inside a run that is parted in two of the same format. The words, the comments and
the tracked changes that the file has, and all its other parts, stay as they are, byte for byte.
"""

from __future__ import annotations

import hashlib
import posixpath
from datetime import date
from html import escape

import regex

from ..errors import ReadError
from ..messages import say
from ..readers.docx_package import Package, open_package
from ..readers.limits import DEFAULT_LIMITS, Limits
from ..readers.sniff import sniff
from ..report import Report
from .word_marks import Marks
from .word_notes import Note, collect_notes
from .word_scan import Scan, append_child, iter_children
from .zip_members import replace_members

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_AUTHOR, _INITIALS = "kehoach-parser", "KH"


def render_comments(
    data: bytes,
    report: Report,
    language: str = "vi",
    *,
    name: str = "tệp",
    today: date | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """Return a copy of the Word file ``data`` with the findings and gaps of ``report`` as comments at their words.

    What has no place (a target that is missing) stands at the heading of the section that should hold it, else at the
    title. ``today`` dates the comments; without it they carry no date. Raises ReadError when ``data`` is no .docx file,
    or not the one that the report speaks of.
    """
    if sniff(data) != "docx":
        raise ReadError(*(say("word.not_docx", lang, file=name) for lang in ("vi", "en")))
    plan = report.checked
    if plan is None or plan.source.sha256 != hashlib.sha256(data).hexdigest():
        raise ReadError(*(say("word.other_file", lang, file=name) for lang in ("vi", "en")))
    package = open_package(data, name, limits)
    main = package.related("", "officeDocument", "word/document.xml")
    document = package.bytes_of(main)
    if document is None:
        raise ReadError(*(say("word.not_docx", lang, file=name) for lang in ("vi", "en")))
    scan = Scan(document, name)
    part = package.related(main, "comments", posixpath.join(posixpath.dirname(main), "comments.xml"))
    existing = package.bytes_of(part)
    marks = Marks(document, scan)
    first = _first_id(scan, existing)
    comments: list[str] = []
    for note in collect_notes(report, plan, language):
        identity = first + len(comments)
        if marks.place(plan, note, identity):
            comments.append(_comment(note, identity, scan.namespace, today))
    if not comments:
        return data
    if existing is None:
        existing = f'{_XML_HEAD}<w:comments xmlns:w="{scan.namespace}"/>'.encode()
    changed = {main: marks.document(), part: append_child(existing, "".join(comments), part)}
    changed |= _declare(package, main, part, scan.namespace)
    return replace_members(data, {_entry(package, key): value for key, value in changed.items()})


def _first_id(scan: Scan, existing: bytes | None) -> int:
    used = list(scan.comment_ids)
    if existing is not None:
        used += [int(one.get("id", "")) for one in iter_children(existing, "comment") if one.get("id", "").isdecimal()]
    return max(used, default=-1) + 1


def _comment(note: Note, identity: int, namespace: str, today: date | None) -> str:
    when = f' w:date="{today.isoformat()}T00:00:00Z"' if today else ""
    lines = "".join(
        f'<w:p><w:r><w:rPr>{"<w:b/>" if index == 0 else ""}<w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve">{_xml(line)}</w:t></w:r></w:p>'
        for index, line in enumerate((note.title, *note.lines))
    )
    return (
        f'<w:comment xmlns:w="{namespace}" w:id="{identity}" w:author="{_AUTHOR}"{when} w:initials="{_INITIALS}">'
        f"{lines}</w:comment>"
    )


_FORBIDDEN = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _xml(words: str) -> str:
    return escape(_FORBIDDEN.sub("", " ".join(words.split())), quote=False)


def _declare(package: Package, main: str, part: str, namespace: str) -> dict[str, bytes]:
    """Return the parts that have to name a comments part which the file did not have."""
    changed = {}
    folder, file = posixpath.split(main)
    if not any(link.kind == "comments" for link in package.relations(main).values()):
        where = posixpath.join(folder, "_rels", f"{file}.rels")
        known = package.bytes_of(where) or f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
        used = {one.get("Id") for one in iter_children(known, "Relationship")}
        identity = next(name for number in range(len(used) + 1) if (name := f"rIdKehoach{number}") not in used)
        strict = "purl.oclc.org" in namespace
        kind = (
            "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
            if strict
            else "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
        )
        link = f'<Relationship xmlns="{_PACKAGE}/relationships" Id="{identity}" Type="{kind}" Target="/{part}"/>'
        changed[where] = append_child(known, link, where)
    types = package.bytes_of("[Content_Types].xml") or b""
    named = {one.get("PartName", "").lower() for one in iter_children(types, "Override")}
    if f"/{part}".lower() not in named:
        kind = f'<Override xmlns="{_PACKAGE}/content-types" PartName="/{part}" ContentType="{_COMMENTS_TYPE}"/>'
        changed["[Content_Types].xml"] = append_child(types, kind, "[Content_Types].xml")
    return changed


def _entry(package: Package, part: str) -> str:
    """Return the name under which the archive holds a part; a new one has its own name."""
    names = {entry.replace("\\", "/").lower(): entry for entry in package.archive.namelist()}
    return names.get(part.lower(), part)
