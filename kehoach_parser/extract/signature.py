"""Who signs: the authority lines (TM., KT., TL., T/M …), the office, the name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from ..document import Document
from ..models import Signer, Span, make
from ..text import fold
from .form import LEADING, FormRules, is_upper
from .recipients import find_across

_LONGEST_LINE = 130
_LONGEST_BODY = 80

# A name: two to six words, each with its first letter a capital; ranks and degrees before it are kept as written.
_NAME = regex.compile(
    r"(?:(?:(?:GS|PGS|TS|ThS|Ths|BS|BSCKI{1,2}|CKI{1,2}|KTS|CN|KS|DS|LS|NSƯT|NGƯT)\. ?)*"
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý) )?)"
    r"\p{Lu}\p{Ll}*(?:['’-]\p{Lu}?\p{Ll}+)?(?: \p{Lu}\p{Ll}*(?:['’-]\p{L}\p{Ll}*)?){1,5}$"
)
# "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Phạm Văn Thịnh" on one line: cut before each next part.
_GLUED = regex.compile(
    r" (?=(?:KT|TL|TM|TUQ)\.|[KT]/[TML]\b|PHÓ \p{Lu}{2})|(?<!\.) (?=\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}*){1,4}$)"
    r"|(?<=\p{Lu}{2})(?=\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}*){1,4}$)"
)
_OFFICE_AT_END = regex.compile(r"(?<=\w) (?=(?:CHỦ TỊCH|TRƯỞNG BAN|BÍ THƯ|GIÁM ĐỐC|HIỆU TRƯỞNG|CHỦ NHIỆM)$)")

_SIGNED = regex.compile(
    r"(?i) ?\((?:đã ký|ký tên|ký, ?đóng dấu|đã ký, ?đóng dấu)\)$"
)  # behind the office: "GIÁM ĐỐC (đã ký)"

_MARKS = ("KT.", "K/T", "TL.", "T/L", "TM.", "T/M", "TUQ.", "Q.", "PHÓ")


@dataclass(slots=True)
class _Part:
    kind: str  # authority, office, more (capitals that go on from the line before), name
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Raw:
    authority: list[str] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    name: str | None = None
    start: int = 0
    end: int = 0


def find_signature(
    document: Document, form: FormRules, first: int, stop: int, *, first_only: bool
) -> tuple[int, int] | None:
    """Return the stretch of the signatures in the lines from ``first`` up to ``stop``; None when nobody signs.

    With ``first_only`` (no list of recipients precedes) a name alone is not taken for a signature, since any line of a
    body may be one; after the recipients it is.
    """
    parts = list(_parts(document, form, first, stop))
    sure = next(
        (
            i
            for i, part in enumerate(parts)
            if part.kind in ("authority", "office") and not _decides(document, parts, i)
        ),
        None,
    )
    if sure is None:
        if first_only or not parts:
            return None
        names = [part for part in parts[:3] if part.kind == "name"]
        return (_line_start(document, names[0].start), _line_end(document, names[0].end)) if names else None
    last = sure
    for index in range(sure, len(parts)):
        # Two signatures stand together; a name far below belongs to something else.
        if document.lines.at(parts[index].start) - document.lines.at(parts[last].end) > 12:
            break
        last = index
    while parts[last].kind == "more" and last > sure:
        last -= 1
    start = _line_start(document, parts[sure].start)
    return _above_body(document, form, first, start), _line_end(document, parts[last].end)


_GROUNDS = regex.compile(r"[ *_]*(?:căn cứ|xét đề nghị|theo đề nghị|quyết định ?:|quyết nghị ?:)")


def _decides(document: Document, parts: list[_Part], index: int) -> bool:
    """Say whether who stands at ``index`` is about to decide: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" over the grounds."""
    lines = document.lines
    line = lines.at(parts[index].start)
    for part in parts[index + 1 :]:  # the body may have a line of its own, and the grounds come after it
        if part.kind != "more" or lines.at(part.start) != line + 1:
            break
        line += 1
    line += 1
    while line < len(lines) and lines.ends[line] <= lines.starts[line]:
        line += 1
    return line < len(lines) and bool(_GROUNDS.match(document.folded, lines.starts[line], lines.ends[line]))


def _above_body(document: Document, form: FormRules, first: int, start: int) -> int:
    """Return where a signature begins when the body that signs stands on the line above ("SỞ Y TẾ", "GIÁM ĐỐC")."""
    line = document.lines.at(start) - 1
    while line >= first and document.lines.ends[line] <= document.lines.starts[line]:
        line -= 1
    if line < first:
        return start
    at, end = document.lines.starts[line], document.lines.ends[line]
    written = document.text[at:end].strip(" *_|")
    named = form.body.match(document.folded[at:end].strip(" *_|"))
    return at if named and is_upper(written) and len(written) < _LONGEST_BODY else start


def read_signers(
    document: Document, form: FormRules, signature: tuple[int, int] | None, recipients: tuple[int, int] | None = None
) -> tuple[Signer, ...]:
    """Return who signs in the stretch ``signature``, in the order of the text.

    A name alone takes authority and office from the lines of the ``recipients``, where a scan was read across.
    """
    if signature is None:
        return ()
    signers = _read_signature(document, form, signature)
    if recipients is not None and len(signers) == 1 and not (signers[0].authority or signers[0].position):
        authority, office = _read_across(document, form, recipients)
        return (signers[0].model_copy(update={"authority": authority, "position": office}),)
    return signers


def _read_signature(document: Document, form: FormRules, signature: tuple[int, int]) -> tuple[Signer, ...]:
    first, stop = document.lines.at(signature[0]), document.lines.at(max(signature[1] - 1, signature[0])) + 1
    parts = list(_parts(document, form, first, stop, seen=True))
    columns = _read_columns(document, parts)
    if columns:
        return columns
    found: list[_Raw] = []
    current: _Raw | None = None
    for part in parts:
        if part.kind == "more":
            if current is None and form.body.match(fold(part.text)):
                current = _Raw(start=part.start)
            if current is None or current.name is not None:
                continue
            target = current.office if current.office else current.authority
            target.append(part.text)
        elif part.kind == "name":
            if current is None:
                current = _Raw(start=part.start)
            if current.name is not None:
                continue
            current.name = part.text
            current.end = part.end
            found.append(current)
            current = _Raw(start=part.end)
            continue
        else:
            if current is None or not (current.authority or current.office):
                current = _Raw(start=part.start)
            elif part.kind == "authority" and current.office:
                found.append(current)
                current = _Raw(start=part.start)
            (current.authority if part.kind == "authority" else current.office).append(part.text)
        current.end = part.end
    # An office under a name is the second office of who has signed; it begins a signature of its own only without one.
    if current is not None and (current.authority or (current.office and not found)):
        found.append(current)
    return tuple(
        Signer(
            authority=" ".join(raw.authority) or None,
            position=" ".join(raw.office) or None,
            name=raw.name,
            span=make(Span, start=raw.start, end=raw.end),
        )
        for raw in found
    )


def _read_columns(document: Document, parts: list[_Part]) -> tuple[Signer, ...]:
    """Return the signers of two columns whose lines were read across: two TM., two offices, then two names."""
    kinds = [part.kind for part in parts if part.kind != "more"]
    half = len(kinds) // 2
    if len(kinds) < 4 or len(kinds) % 2 or kinds[-2:] != ["name", "name"] or kinds[0] == "name" or "name" in kinds[:-2]:
        return ()
    kept = [part for part in parts if part.kind != "more"]
    if any(kept[2 * i].kind != kept[2 * i + 1].kind for i in range(half)):
        return ()
    # One signature in two lines of authority and one name each would have one name only.
    signers = []
    for side in (0, 1):
        mine = kept[side::2]
        authority = " ".join(part.text for part in mine if part.kind == "authority")
        office = " ".join(part.text for part in mine if part.kind == "office")
        signers.append(
            Signer(
                authority=authority or None,
                position=office or None,
                name=mine[-1].text,
                span=Span(start=mine[-1].start, end=mine[-1].end),
            )
        )
    return tuple(signers)


def _parts(document: Document, form: FormRules, first: int, stop: int, *, seen: bool = False) -> Iterator[_Part]:
    """Yield the parts of signatures in the lines from ``first`` up to ``stop``; ``seen``: they are known to be one."""
    lines, text = document.lines, document.text
    for line in range(first, min(stop, len(lines))):
        found = LEADING.match(text, lines.starts[line], lines.ends[line])
        start = found.end() if found else lines.starts[line]
        written = text[start : lines.ends[line]].rstrip(" *_|,;")
        if written.endswith(")"):
            written = _SIGNED.sub("", written)
        if not written or len(written) > _LONGEST_LINE or document.table_at(start) is not None:
            continue
        for offset, piece in _pieces(written):
            kind = _kind(form, piece, seen)
            if kind is None:
                continue
            seen = seen or kind in ("authority", "office")
            yield _Part(kind, piece, start + offset, start + offset + len(piece))


def _pieces(written: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a line into which several lines were joined."""
    at = 0
    cuts: list[int] = []
    for match in _GLUED.finditer(written) if " " in written else ():
        cuts.append(match.end())
        if written[match.end() + 1 : match.end() + 2].islower():
            break  # the name: its own words are not cut
    cuts += [match.end() for match in _OFFICE_AT_END.finditer(written) if not written[: match.start()].endswith(_MARKS)]
    if cuts and not is_upper(written[: min(cuts)]):
        cuts = []
    for cut in [*sorted(set(cuts)), len(written)]:
        piece = written[at:cut]
        # "KT. CHỦ TỊCH": the office belongs to the mark before it.
        if piece.strip():
            yield at, piece.rstrip()
        at = cut


def _kind(form: FormRules, piece: str, seen: bool) -> str | None:
    folded = fold(piece)
    if form.match("da-ky", folded):
        return None
    if form.match("thay-mat", folded) and is_upper(piece[4:] or piece):
        return "authority"
    if is_upper(piece):
        words = folded.split()
        if form.match("chuc-vu", folded):
            return "office"
        if seen and 2 <= len(words) <= 5 and words[0] in form.surnames and not form.body.match(folded):
            return "name"
        return "more" if seen and len(folded) < 80 else None
    if _NAME.match(piece) and not form.search("khong-phai-ten", folded):
        return "name"
    return None


def _line_start(document: Document, offset: int) -> int:
    return document.lines.starts[document.lines.at(offset)]


def _line_end(document: Document, offset: int) -> int:
    """Return where the line after the one that holds ``offset`` begins."""
    return min(document.lines.ends[document.lines.at(offset)] + 1, len(document.text))


def _read_across(document: Document, form: FormRules, recipients: tuple[int, int]) -> tuple[str | None, str | None]:
    """Return the authority and the office that were read across with the lines of the recipients."""
    lines, text, folded = document.lines, document.text, document.folded
    authority: list[str] = []
    office: list[str] = []
    for line in range(lines.at(recipients[0]), lines.at(max(recipients[1] - 1, recipients[0])) + 1):
        found = find_across(text, folded, lines.starts[line], lines.ends[line])
        if found:
            marked = form.match("thay-mat", folded[found.start("run") : found.end("run")])
            (authority if marked else office).append(found["run"])
    return " ".join(authority) or None, " ".join(office) or None
