"""Who leads and who helps, by a cell of a table or the words after a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from ..models import Agency, Span
from ..text import fold
from .agencies import read_agencies
from .assignment_bodies import Body
from .assignment_roles import Reader

_REFERENCE = regex.compile(r"(?:khoản|mục|điểm|điều|phụ lục|chương|phần) ")
_PERSON_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}+){0,3}")
_PIECE = regex.compile(r"[\n;]|(?<=\s)và (?=\d)")
_HELPS = regex.compile(r"(?:(?:cơ quan|đơn vị) )?(?:phối hợp|hỗ trợ)(?: với| thực hiện| cùng)? ?:? ?")
_HELPS_ON = regex.compile(r"(?:phối hợp|hỗ trợ)(?: với| thực hiện| cùng)? ?:")
_LEADS = regex.compile(r"(?:(?:cơ quan|đơn vị) )?(?:chủ trì|thực hiện|đầu mối|phụ trách)(?: thực hiện)? ?: ?")
_TIME = regex.compile(
    r"(?:(?:dự kiến |phải )?(?:hoàn thành|xong)|thời gian|thời hạn|trước|chậm nhất|trong (?:quý|tháng|năm))(?!\p{L})"
)
# Between two in a list of helpers: "và" inside an unknown name parts nothing ("Xúc tiến Đầu tư và Du lịch").
_LIST_JOINT = regex.compile(r" ?[,;](?: và)? ?| và (?=các )|(?<!(?<!\p{L})p)\.(?:\s+|\Z)|\n")
_NO_NAME = regex.compile(
    rf"(?:{_TIME.pattern})|(?:{_REFERENCE.pattern})|(?:trong|với|để|theo|nhằm|khi|nếu|do|hoàn thành"
    rf"|nhiệm vụ|chức năng|báo cáo|luật|chương trình|đề án|kế hoạch)(?!\p{{L}})"
)
_HEADS = frozenset({"bộ", "sở", "ban", "ngành", "phòng", "cục", "vụ", "hội", "đoàn", "khoa", "tổ", "các", "và"})
_LONGEST_PIECE = 80
_SMALL_WORDS = regex.compile(r"(?: \p{Ll}[\p{Ll}\d]*){1,5}")
_WITH_FIELDS = regex.compile(r"(?:phòng|ban|khoa|chi cục|trung tâm)(?!\p{L})")
_FIELD = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Ll}+){1,3}")  # "Đại học", not "Viettel"
_NAME_GOES_ON = regex.compile(r" ?[\p{L}&-]")


class CellReader:
    """Reads the bodies and people named in cells."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, start: int, end: int, *, helping: bool = False) -> tuple[list[Body], list[Agency]]:
        """Return who leads and who only helps, by a table cell or the words after a label.

        "Sở A chủ trì; các sở thực hiện", "Chủ trì: Sở A; phối hợp: Sở B", "T. Hà và 4 SV nam". ``helping``: the
        column or the label says that whoever is named helps.
        """
        leads: list[Body] = []
        helpers: list[Agency] = []
        goes_on = False
        for first, last in self._pieces(start, end):
            is_helper = _HELPS.match(self.reader.folded, first, last)
            at = is_helper.end() if is_helper else first
            lead = _LEADS.match(self.reader.folded, at, last)
            at = lead.end() if lead else at
            goes_on = goes_on and lead is None  # "Phối hợp: Sở B; Sở C": both help
            listed = self._listed_in(at, last) if helping or is_helper or goes_on else None
            if listed is not None:
                helpers += [body.agency for body in listed]
                continue
            bodies = self._named_in(at, last)
            if leads and bodies and not is_helper and self._lists_members(leads[-1], bodies[0]):
                leads[-1] = replace(leads[-1], end=bodies[-1].end)
                continue
            for body in bodies:
                if is_helper or self.reader.folded[body.start].isdecimal():
                    helpers.append(body.agency)
                else:
                    leads.append(body)
            tail = bodies[-1].end if bodies else last
            goes_on = _HELPS_ON.search(self.reader.folded, tail, last) is not None
            helpers += [body.agency for body in self._helpers_after(tail, last)]
        return leads, helpers

    def _lists_members(self, group: Body, body: Body) -> bool:
        """Say whether a line of a cell only lists who is meant by the group above ("BCN các khoa" | "Cơ khí")."""
        return (
            "các " in fold(group.agency.text)
            and self.reader.folded[group.end : body.start].strip(" ,") == "\n"
            and body.start not in self.reader.by_start
            and self.reader.rules.person.match(self.reader.folded, body.start) is None
            and not self.reader.folded[body.start].isdecimal()
        )

    def persons_in(self, start: int, end: int) -> list[Agency]:
        """Return the people named in a stretch by their title ("T. Tùng chọn giúp 4 SV nam")."""
        found: list[Agency] = []
        for match in self.reader.rules.person.finditer(self.reader.folded, start, end):
            name = _PERSON_NAME.match(self.reader.text, match.end(), end)
            if name is not None:
                found += read_agencies(
                    self.reader.context.document, self.reader.context.mentions, match.start(), name.end()
                )
        return found

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for match in [*_PIECE.finditer(self.reader.folded, start, end), None]:
            stop = match.start() if match else end
            while at < stop and self.reader.folded[at] in " -+*•,.:":
                at += 1
            while stop > at and self.reader.folded[stop - 1] in " .,;":
                stop -= 1
            if stop > at and not (at > start and _TIME.match(self.reader.folded, at, stop)):
                yield at, stop  # "Sở A; hoàn thành tháng 12": the time is nobody
            at = match.end() if match else end

    def _named_in(self, start: int, end: int) -> list[Body]:
        bodies = self.reader.bodies_at(start, end, guess=False)
        if bodies and self.reader.rules.name_tail.fullmatch(self.reader.folded, bodies[-1].end, end):
            last = bodies[-1]
            return [*bodies[:-1], replace(last, agency=self.reader.named(last.start, end), end=end)]
        if bodies and (
            not _NAME_GOES_ON.match(self.reader.folded, bodies[-1].end, end)
            or self.reader.duty_after(bodies[-1].end, end)
        ):
            return bodies
        found = read_agencies(self.reader.context.document, self.reader.context.mentions, start, end)
        spans = [(agency, agency.span) for agency in self._whole(found, start) if agency.span is not None]
        if len(spans) > 1 and any(_REFERENCE.match(self.reader.folded, span.start) for _, span in spans):
            return [Body(self.reader.named(start, end), False, start, end)]
        if len(spans) > 1 or (spans and spans[0][1].end == end):
            return self._with_branches([Body(agency, False, span.start, span.end) for agency, span in spans])
        if bodies and self._ends_in_small_words(bodies[-1].end, end):
            last = bodies[-1]
            return [*bodies[:-1], replace(last, agency=self.reader.named(last.start, end), end=end)]
        return (
            bodies
            or self.reader.bodies_at(start, end, guess=True)
            or [Body(self.reader.named(start, end), False, start, end)]
        )

    def _whole(self, found: Iterable[Agency], floor: int) -> list[Agency]:
        """Return the names of a cell, those that were cut put together again.

        In a bracket ("Cô Lan (6A, 6B)"), before whose they are ("Toàn thể GV | tổ Văn") and before another field of
        the same body ("Phòng Nghề và | Đại học").
        """
        reader = self.reader
        whole: list[Agency] = []
        for agency in found:
            last = whole[-1] if whole else None
            if last is not None and last.span is not None and agency.span is not None:
                gap = reader.folded[last.span.end : agency.span.start]
                before = reader.folded[floor : agency.span.start]
                inside = before.count("(") > before.count(")")
                if inside or (last.id is None and self._goes_on(last.span, gap, agency.span)):
                    close = reader.folded.find(")", agency.span.start, agency.span.end + 2) if inside else -1
                    whole[-1] = reader.named(last.span.start, max(close + 1, agency.span.end))
                    continue
            whole.append(agency)
        return whole

    def _goes_on(self, last: Span, gap: str, span: Span) -> bool:
        """Say whether a name in a cell belongs to the one before it, that no list has."""
        reader = self.reader
        if gap == " ":
            return not reader.folded[span.start : span.end].startswith(
                reader.folded[last.start : last.end].split(" ", 1)[0] + " "
            )
        if gap != " và " or _WITH_FIELDS.match(reader.folded, last.start) is None:
            return False
        if span.start in reader.by_start or reader.rules.body.match(reader.folded, span.start, span.end) is not None:
            return False
        return _FIELD.fullmatch(reader.text, span.start, span.end) is not None

    def _ends_in_small_words(self, start: int, end: int) -> bool:
        """Say whether only small words are left, and none of a duty ("Ban Tuyên giáo - Chính sách | luật pháp")."""
        return (
            _SMALL_WORDS.fullmatch(self.reader.text, start, end) is not None
            and self.reader.duty_within(start, end) is None
        )

    def _with_branches(self, bodies: list[Body]) -> list[Body]:
        """Return the bodies with "Ngân hàng Nhà nước - Chi nhánh Khu vực II" as the one that it is."""
        whole: list[Body] = []
        for body in bodies:
            gap = self.reader.folded[whole[-1].end : body.start].strip() if whole else ""
            if gap == "-" and body.start not in self.reader.by_start:
                start = whole.pop().start
                body = Body(self.reader.named(start, body.end), False, start, body.end)
            whole.append(body)
        return whole

    def _helpers_after(self, at: int, end: int) -> list[Body]:
        match = self.reader.rules.partners.search(self.reader.folded, at, end)
        if match is None:
            return []
        after = match.end()
        while after < end and self.reader.folded[after] in " :":
            after += 1
        listed = self._listed_in(after, end)
        return self.reader.bodies_at(after, end, guess=True) if listed is None else listed

    def _listed_in(self, start: int, end: int) -> list[Body] | None:
        """Return all who are listed as helpers, known or not ("Sở A, trường đại học, doanh nghiệp chủ chuỗi").

        Nobody else stands in such a list, so that an unknown name does not end it. None where it names people or
        divisions of a text, or begins with what is no name.
        """
        reader = self.reader
        found: list[Body] = []
        at = start
        while at < end:
            known = reader.bodies_at(at, end, guess=False)
            since = known[-1].end if known else at
            mark = _LIST_JOINT.search(reader.folded, reader.skip_bracket(since, end), end)
            stop = mark.start() if mark else end
            if stop == reader.skip_bracket(since, end) or (known and reader.is_lead_verb(since)):
                found += known
            else:
                first = known[-1].start if known else self._past_head(at, stop)
                if not self._may_be_named(first, stop, bool(known)):
                    return found or None
                found += [*known[:-1], Body(self._opened(first, stop), False, first, stop)]
            at = mark.end() if mark else end
        return found

    def _past_head(self, at: int, stop: int) -> int:
        """Return where a known name begins whose head word is written twice by mistake ("Sở | Sở Công Thương")."""
        head = self.reader.folded[at:stop].split(" ", 1)[0]
        again = at + len(head) + 1
        return again if again in self.reader.by_start and self.reader.folded.startswith(head + " ", again) else at

    def _may_be_named(self, start: int, end: int, known: bool) -> bool:
        reader = self.reader
        if end - start > _LONGEST_PIECE or reader.rules.person.match(reader.folded, start) is not None:
            return False
        if reader.folded[start:end] in _HEADS or _NO_NAME.match(reader.folded, start, end) is not None:
            return False  # "Bộ": the rest of the cell was lost
        return known or (reader.text[start].isalpha() and not reader.begins_with_verb(start, end))

    def _opened(self, start: int, end: int) -> Agency:
        agency = self.reader.named(start, end)
        identity = self.reader.context.mentions.identity
        opened = identity.open(agency.text) if identity is not None else agency.text
        return agency if opened == agency.text else agency.model_copy(update={"canonical": opened})
