"""The parts of form of a document (Nghị định 30/2020/NĐ-CP, Điều 8; Hướng dẫn 36-HD/VPTW for Party documents)."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from ..document import Document
from ..models import Header, Span, make
from ..rules import Rules
from ..text import fold, squeeze
from .form import LEADING, FormRules, is_upper, read_form
from .headlines import cut_head, head_lines, whole_dates
from .issuer import Unit, complete_name, name_issuer, read_units
from .issuer_elsewhere import COMMITTEE, complete_committee, find_issuer
from .layout import Layout
from .period import period_of_line, period_of_title
from .recipients import read_recipients
from .signature import read_signers

_RIGHT_HAND = regex.compile(r"(?:đoàn (?:tncs|thanh niên cộng sản) hồ chí minh|đội tntp hồ chí minh)$")
_SYMBOL_ALONE = regex.compile(r"[\p{Lu}\d]{1,12}(?:[-/.&][\p{L}\d]{1,20}){1,6}$")
_NEXT_LABEL = regex.compile(r"(?<=\p{Lu}{2})\p{Lu}\p{Ll}{2,}$")
_TYPE_NAMES = regex.compile(r"k[ếéẻèêể] ho[ạa]ch")


@dataclass(slots=True)
class _Found:
    """What has been read so far; ``spans`` are (start, end) by field."""

    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    urgency: str | None = None
    units: list[tuple[int, int]] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    day_blank: bool = False


def extract_header(document: Document, layout: Layout, rules: Rules) -> Header:
    """Return the header of ``document``: what it lacks is None.

    A number or a day that is left blank is None too, and its span is kept: ``spans["number"]`` holds the words
    "Số:...../KH-BQLVHL", ``spans["date"]`` the words "ngày tháng 5 năm 2022".
    """
    form = read_form(rules)
    text = document.text
    found = _Found()
    for head in layout.heads:
        _read_head(document, form, head, found)
    _read_stamp(document, form, layout, found)
    _read_date_below(document, form, layout, found)
    units = read_units(document, form, found.units)
    if len(units) > 1:
        units = [
            unit for unit in units if not _RIGHT_HAND.match(squeeze(document.folded[unit.start : unit.end]))
        ] or units
    signers = read_signers(document, form, layout.signature, layout.recipients)
    title = squeeze(text[slice(*layout.title)]) if layout.title else None
    issuer, parent = name_issuer(document, form, units, found.symbol)
    if issuer is not None:
        _mark_units(found, units, parent is not None)
        if issuer == COMMITTEE:
            issuer = complete_committee(document, form, layout, title, found.place)
        issuer = complete_name(document, form, issuer, title, found.place)
    else:
        issuer, named_at = find_issuer(document, form, layout, signers, title, found.place)
        if named_at is not None:
            found.spans["issuer"] = named_at
    issuer, parent = _spell_place(issuer, found.place), _spell_place(parent, found.place)
    period = _read_period(document, form, layout, title, found)
    doc_type = None
    if layout.doc_type:
        doc_type = squeeze(text[slice(*layout.doc_type)]).strip(" :.*|")
        # OCR reads KÉ, KẺ; there is no such word.
        if _TYPE_NAMES.match(document.folded, layout.doc_type[0]):
            doc_type = "KẾ HOẠCH" + doc_type[8:] if is_upper(doc_type) else "Kế hoạch" + doc_type[8:]
        found.spans["doc_type"] = layout.doc_type
    if layout.title:
        found.spans["title"] = layout.title
    return Header(
        doc_type=doc_type,
        issuer=issuer,
        parent_issuer=parent,
        number=found.number,
        symbol=found.symbol,
        place=found.place,
        date=found.date,
        title=title,
        period=period,
        urgency=found.urgency,
        signers=signers,
        recipients=read_recipients(document, layout.recipients),
        spans={name: make(Span, start=start, end=end) for name, (start, end) in found.spans.items()},
    )


def _spell_place(name: str | None, place: str | None) -> str | None:
    """Return ``name`` with the place of the date line written as it is there: a letterhead is in capitals."""
    if name is None or not place or place.isupper():
        return name
    at = name.lower().find(place.lower())
    whole = at >= 0 and not name[at - 1 : at].isalpha() and not name[at + len(place) :][:1].isalpha()
    return name[:at] + place + name[at + len(place) :] if whole else name


def _read_head(document: Document, form: FormRules, head: tuple[int, int], found: _Found) -> None:
    """Read one letterhead into ``found``; what is already known stays."""
    folded = document.folded
    units: list[tuple[int, int]] = []
    for start, end in whole_dates(folded, list(cut_head(folded, head_lines(document, head)))):
        words = folded[start:end].replace("\n", " ")
        urgency = form.match("do-khan", words)
        if urgency:
            found.urgency = (
                found.urgency or document.text[start + urgency.start("urgency") : start + urgency.end("urgency")]
            )
            found.spans.setdefault("urgency", (start + urgency.start("urgency"), start + urgency.end("urgency")))
            continue
        number = form.match("so", words) or form.match("so-khong-ky-hieu", words)
        if number:
            _take_number(document, start, number, found)
            start += number.end()
            words = folded[start:end]
        date = form.search("ngay", words) if "ngày" in words else None
        date = date or form.match("ngay-gach-cheo", words.lstrip(" ,"))
        if date:
            offset = end - len(date.string)
            _take_date(document, offset, date, found)
            end = offset + max(date.start(), 0)
        nation = form.search("quoc-hieu", folded[start:end])
        if nation:
            end = start + nation.start()
        while end > start and document.text[end - 1] in " *_|,-":
            end -= 1
        if end - start < 2 or number or date:
            continue
        words = folded[start:end]
        if "number" in found.spans and found.symbol is None and _SYMBOL_ALONE.fullmatch(document.text, start, end):
            # "Số:" and "/KH-MTTQ-BTT" were parted by the blanks that the number was to fill.
            found.symbol = document.text[start:end]
            found.spans["symbol"] = (start, end)
            continue
        if form.match("phu-dong-dau", words) or form.match("ve-viec", words) or form.match("ten-loai", words):
            continue
        units.append((start, end))
    found.units = found.units or units


def _read_stamp(document: Document, form: FormRules, layout: Layout, found: _Found) -> None:
    """Read a stamp of urgency that stands on the line of the type's name, before it."""
    if found.urgency is None and layout.doc_type is not None:
        line = document.lines.starts[document.lines.at(layout.doc_type[0])]
        lead = LEADING.match(document.folded, line, layout.doc_type[0])
        start = lead.end() if lead else line
        urgency = form.match("do-khan", document.folded[start : layout.doc_type[1]])
        if urgency:
            found.spans["urgency"] = (start + urgency.start("urgency"), start + urgency.end("urgency"))
            found.urgency = document.text[slice(*found.spans["urgency"])]


def _take_number(document: Document, at: int, match: regex.Match[str], found: _Found) -> None:
    if "number" in found.spans:
        return
    text = document.text
    groups = match.re.groupindex
    digits = match["number"]
    if digits and digits[0].isdecimal():
        found.number = text[at + match.start("number") : at + match.end("number")].rstrip(".,:")
    found.spans["number"] = (at + match.start(), at + match.end())
    if "symbol" in groups and match["symbol"]:
        start, end = at + match.start("symbol"), at + match.end("symbol")
        glued = _NEXT_LABEL.search(text, start, end)  # "Số hiệu:02-KH/BCĐTWNgày đăng công báo:"
        end = glued.start() if glued else end
        found.symbol = "".join(text[start:end].split())
        found.spans["symbol"] = (start, end)


def _take_date(document: Document, at: int, match: regex.Match[str], found: _Found) -> None:
    if "date" in found.spans:
        return
    text = document.text
    found.spans["date"] = (at + match.start("when"), at + match.end("when"))
    if match["place"]:
        start, end = at + match.start("place"), at + match.end("place")
        # "Số: 63/KH-BTV Hóc Môn, ngày …": what precedes the place has been cut off by the number.
        found.place = text[start:end].strip(" ,*_|(") or None
        if found.place:
            start += text[start:end].index(found.place)
            found.spans["place"] = (start, start + len(found.place))
    day, month, year = (_figure(match[name]) for name in ("day", "month", "year"))
    found.day_blank = day is None
    if year is None or year < 1900:
        return
    if month is None or not 1 <= month <= 12:
        found.date = f"{year:04}"
    elif day is None or not 1 <= day <= 31:
        found.date = f"{year:04}-{month:02}"
    else:
        found.date = f"{year:04}-{month:02}-{day:02}"


def _figure(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() else None


def _read_date_below(document: Document, form: FormRules, layout: Layout, found: _Found) -> None:
    """Read a date line above the signature where the letterhead has none, and the stamp of a digital signature."""
    start = layout.body_end
    end = min(
        max((stretch[1] for stretch in (layout.recipients, layout.signature) if stretch), default=start), start + 6_000
    )
    if "date" not in found.spans:
        for at, stop in head_lines(document, (start, end)):
            words = document.folded[at:stop]
            date = form.search("ngay", words) if len(words) < 90 else None
            if date and date.start() == 0 and date["place"] and date["year"]:
                _take_date(document, at, date, found)
                break
    if found.date is None or found.day_blank:
        stamp = form.search("dong-ky-so", document.folded, 0, min(len(document.folded), layout.body_start + 200))
        stamp = stamp or form.search("dong-ky-so", document.folded, start, min(end + 600, len(document.folded)))
        if stamp:
            signed = f"{stamp['year']}-{int(stamp['month']):02}-{int(stamp['day']):02}"
            if found.date is None or signed.startswith(found.date):
                found.date = signed
                found.spans.setdefault("date", stamp.span())


def _mark_units(found: _Found, units: list[Unit], nested: bool) -> None:
    found.spans["issuer"] = (units[-1].start, units[-1].end)
    if nested:
        found.spans["parent_issuer"] = (units[-2].start, units[-2].end)


# "Tổng kết công tác giai đoạn …"; and a stretch of years that is called no period ("hồ sơ từ năm 2015 đến năm 2019").
_LOOKS_BACK = regex.compile(r"tổng kết|sơ kết|đánh giá|kết quả|tồn đọng")
_NAMED_PERIOD = regex.compile(r"giai đoạn|nhiệm kỳ|thời kỳ")


def _is_over(written: str, read: tuple[str, int, int], date: str | None) -> bool:
    """Say whether a stretch of years had ended when the plan was made, and is what the plan looks back on."""
    start, _, end = read[0].partition("/")
    if date is None or start == ".." or not end[:4].isdecimal() or end[:4] >= date[:4]:
        return False
    words = fold(written[: read[2]])
    return _LOOKS_BACK.search(words) is not None or _NAMED_PERIOD.search(words, max(0, read[1] - 12)) is None


def _read_period(document: Document, form: FormRules, layout: Layout, title: str | None, found: _Found) -> str | None:
    if layout.title and title:
        written = document.text[slice(*layout.title)].replace("\n", " ")
        read = period_of_title(written)
        if read is not None and _is_over(written, read, found.date):
            after = period_of_title(written[read[2] :])  # "Sơ kết … 2020 - 2025, phương hướng giai đoạn 2026 - 2030"
            read = (after[0], read[2] + after[1], read[2] + after[2]) if after is not None else None
        if read is not None:
            found.spans["period"] = (layout.title[0] + read[1], layout.title[0] + read[2])
            return read[0]
    if layout.plan_title:
        read = period_of_title(document.text[slice(*layout.plan_title)].replace("\n", " "))
        if read is not None:
            found.spans["period"] = (layout.plan_title[0] + read[1], layout.plan_title[0] + read[2])
            return read[0]
    lines, folded = document.lines, document.folded
    values: list[tuple[str, int, int]] = []
    at = layout.body_start
    while True:
        at = folded.find("thời gian", at, layout.body_end)
        if at < 0:
            break
        line = lines.at(at)
        at = lines.ends[line]
        lead = LEADING.match(folded, lines.starts[line], lines.ends[line])
        start = lead.end() if lead else lines.starts[line]
        match = form.match("thoi-gian-thuc-hien", folded[start : lines.ends[line]].rstrip())
        if match is None or any(c in "-+*•" for c in folded[lines.starts[line] : start]):
            continue
        begin, end = (start + match.start("value"), lines.ends[line]) if match["value"] else (0, 0)
        if not match["value"] and line + 1 < len(lines):
            begin, end = lines.starts[line + 1], lines.ends[line + 1]
        read_line = period_of_line(document.text[begin : min(end, begin + 300)])
        if read_line:
            values.append((read_line, begin, end))
    if len({value for value, _, _ in values}) != 1:
        return None  # several tasks have their times; the plan has none of its own
    found.spans["period"] = values[0][1:]
    return values[0][0]
