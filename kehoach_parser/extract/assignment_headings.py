"""Divisions that belong to a body: by an agency heading, a run-in heading, or a heading that is a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from ..models import Section
from .assignment_bodies import Body
from .assignment_roles import Reader, Subject
from .assignment_tails import end_before_lead, end_of_charge
from .assignment_tasks import bullet_of, lines_between

# Kinds of division in which a body may be known by the form of its name alone, and those that always name bodies.
NAMED_BY_FORM = frozenset({"implementation", "reporting", "tasks"})
TRUSTED = frozenset({"implementation", "reporting"})
_PIECES = regex.compile(r"[,;]| và ")
_LONGEST_NAME = 130
_LONGEST_SUBJECT = 170
_LONGEST_UNKNOWN = 60
_MOST_WORDS = 9
# What a heading that is no body begins with.
_TOPIC = regex.compile(
    r"(?:chế độ|kinh phí|thời gian|công tác|việc|phân công|trách nhiệm|nhiệm vụ|nội dung|giải pháp|thông tin|kết quả"
    r"|quy định|đối với|về|tiến độ|điều kiện|phương pháp|hình thức|nguồn|mục|yêu cầu|một số|những|khen|lưu ý"
    r"|đề xuất|kiến nghị|địa điểm|thành phần|đối tượng|phạm vi|hiệu quả|chương trình|kế hoạch|dự án"
    r"|đề án|mô hình)(?!\p{L})"
)
_NEXT_NAME = regex.compile(r" ?; ?|, (?=\p{Lu})| và (?=\p{Lu})")
_YEAR = regex.compile(r"(?<!\d)20\d\d(?!\d)")
_IN_CHARGE = regex.compile(r" (?:là|làm) (?:cơ quan|đơn vị|đầu mối|bộ phận)(?!\p{L})")
_OTHER_VERB = regex.compile(
    r"(?! (?:các|của|và|với|cùng|tại|ở|trên|trong|thuộc|trực|cấp|số|khu|vùng|liên|loại|là|có|được|bị|đã|do|theo)"
    r"(?!\p{L}))(?: \p{Ll}[\p{Ll}\d]*){2,8}+"
)
_GIVEN = regex.compile(
    r",? được (?:giao|phân công) (?:nhiệm vụ )?(?:chủ trì|phụ trách|làm|là|theo dõi|tham mưu)(?!\p{L})"
)
# "Các khoa và đơn vị | phối hợp đào tạo": a kind of body, where nothing more is said and a list follows.
_JOINT_KIND = regex.compile(
    r"(?<=(?:đơn vị|cơ quan|tổ chức)) phối hợp (?!với|cùng|thực hiện|triển khai)[^,.;:()\n]{2,30}:?"
)
_PEOPLE = regex.compile(r"(?:phó|trưởng|giám đốc|chủ tịch|bí thư|lãnh đạo|chánh|cán bộ|công chức)(?!\p{L})")
# "Sở A kính đề nghị | UBND tỉnh:", a request upward: whom it asks has what stands below.
_ASKS = regex.compile(r" (?:kính|trân trọng) đề nghị(?= )")
_PROPER = regex.compile(r"\p{Lu}\p{L}* \p{Lu}|(?<= )\p{Lu}|\p{Lu}{2}")


@dataclass(slots=True)
class Heading:
    """A division that belongs to a body: ``words`` is where the text of its first line begins, if it has any."""

    subject: Subject
    words: int | None
    line_end: int
    rule: str


class HeadingReader:
    """Reads the first lines of divisions, and where the duty of a subject begins."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.folded = reader.folded
        self.text_end = len(reader.folded)

    def after_marker(self, section: Section) -> int:
        start, end, marker, folded = section.span.start, section.span.end, section.marker, self.folded
        if marker and self.reader.text.startswith(marker, start):
            start += len(marker)
        while start < end and folded[start] in " .):/-":
            start += 1
        return start

    def read(
        self, section: Section, start: int, own_end: int, trusted: bool, *, beside: bool = False
    ) -> Heading | None:
        """Return the body to which a division belongs by its first line, and where the words of that line begin.

        ``beside``: most divisions beside this one are headed by bodies that are known.
        """
        line_end = self.line_end_of(start, own_end)
        if self.reader.is_formula(start, line_end):
            return None
        more = own_end > line_end + 1 or bool(section.children)
        guess = section.kind in NAMED_BY_FORM or self.reader.is_person_with_duty(start, line_end)
        subject = self.reader.subject_at(start, line_end, guess=guess)
        if subject is None:
            opened = self.opened_subject(start, line_end, section.kind in TRUSTED)
            if opened is not None:
                return Heading(opened[0], opened[1], line_end, "assignments/cau-tieu-de")
            return self._unknown(start, line_end) if beside and more and section.kind in TRUSTED else None
        if _ASKS.match(self.folded, subject.end, line_end):
            subject = self.reader.subject_at(subject.end + 1, line_end, guess=False) or subject
        heading = self._run_in(section, subject, start, line_end) or self._heading_of(
            subject, start, line_end, more, section.kind in TRUSTED
        )
        if heading is None and beside and more and section.kind in TRUSTED and "," in self.folded[start:line_end]:
            return self._unknown(start, line_end)
        if heading is None or heading.words is not None or section.kind in TRUSTED or subject.called:
            return heading
        # A bare name heads a part of many kinds (a list of quotas, of members): what is below must be duties.
        if subject.bodies[0].guessed and not trusted:
            return None
        return heading if self._begins_with_verb(line_end + 1, section.span.end) else None

    def _unknown(self, start: int, line_end: int) -> Heading | None:
        """Return the heading of bodies that no list and no grammar has ("Bưu điện tỉnh, Viettel, VNPT và Sở Nội vụ").

        Its words must look like names: none that opens a topic, and a capital in each after a comma, or a known body.
        """
        reader = self.reader
        words = reader.text[start:line_end]
        if line_end - start > _LONGEST_NAME or words[-1:] in ".:;" or not words[:1].isupper():
            return None
        if _TOPIC.match(self.folded, start, line_end) or reader.begins_with_verb(start, line_end):
            return None
        bodies: list[Body] = []
        proper = False
        at = start
        is_person = reader.rules.person.match(self.folded, start, line_end) is not None
        while at < line_end:
            known = reader.by_start.get(at)
            cut = None if is_person else _NEXT_NAME.search(reader.text, known.end if known else at, line_end)
            stop = cut.start() if cut else line_end
            proper = proper or known is not None or _PROPER.search(reader.text[at:stop]) is not None
            if stop - at > _LONGEST_UNKNOWN and known is None:
                return None
            agency = known.agency if known is not None and known.end == stop else reader.named(at, stop)
            bodies.append(Body(agency, known is not None and known.group, at, stop, "," if bodies else ""))
            at = cut.end() if cut else line_end
        if not proper:
            return None
        named = Subject(tuple(bodies), (), "responsible", False, start, line_end)
        return Heading(named, None, line_end, "assignments/tieu-de-co-quan")

    def _is_listed(self, start: int) -> bool:
        """Say whether a list of bullets begins at ``start``."""
        below = next(iter(lines_between(self.reader, start, self.text_end)), None)
        return below is not None and bool(bullet_of(self.reader, *below)[0])

    def _begins_with_verb(self, start: int, end: int) -> bool:
        below = next(iter(lines_between(self.reader, start, end)), None)
        return below is not None and self.reader.begins_with_verb(bullet_of(self.reader, *below)[1], below[1])

    def _run_in(self, section: Section, subject: Subject, start: int, line_end: int) -> Heading | None:
        """Return the heading whose name runs up to the colon after which its text begins."""
        colon = start + len(section.title or "")
        if section.kind not in TRUSTED or not self.folded.startswith(":", colon) or colon >= line_end:
            return None
        if colon < subject.end or not self.reader.duty_after(colon, line_end):
            return None
        if self.reader.is_lead_verb(subject.end):
            return None
        words = self.reader.skip_joint(colon, line_end)
        named = self.extended(subject, colon) if colon > subject.end else subject
        return Heading(named, words, line_end, "assignments/tieu-de-hai-cham")

    def line_end_of(self, start: int, stop: int) -> int:
        end = self.folded.find("\n", start, stop)
        end = stop if end < 0 else end
        while end > start and self.folded[end - 1] == " ":
            end -= 1
        return end

    def _heading_of(self, subject: Subject, start: int, line_end: int, more: bool, trusted: bool) -> Heading | None:
        reader, folded = self.reader, self.folded
        at = reader.skip_bracket(subject.end)
        name_end = reader.end_of_name(subject.end, line_end)
        rest = folded[at:name_end].strip(" .:;") if name_end > at else ""
        tail = folded[reader.skip_bracket(name_end) : line_end].strip(" .:;")
        tail = "" if tail.startswith("- ") else tail
        if not rest and not tail:
            return Heading(subject, None, line_end, "assignments/tieu-de-co-quan") if more else None
        if folded[at:line_end].lstrip().startswith(":"):
            words = reader.skip_joint(subject.end, line_end)
            if more and not reader.duty_after(subject.end, line_end) and line_end - words < 60:
                return Heading(subject, None, line_end, "assignments/tieu-de-co-quan")
            return Heading(subject, words, line_end, "assignments/tieu-de-hai-cham")
        if more and _JOINT_KIND.fullmatch(folded, subject.end, line_end) and subject.bodies[-1].group:
            return Heading(self.extended(subject, line_end), None, line_end, "assignments/tieu-de-co-quan")
        verb = reader.duty_after(subject.end, line_end)
        named = verb is None or reader.is_attributive(subject.end)
        if more and subject.called and folded[line_end - 1] not in ".;:" and line_end - start <= _LONGEST_NAME:
            return Heading(self.extended(subject, name_end), None, line_end, "assignments/tieu-de-co-quan")
        short = line_end - start <= _LONGEST_NAME or folded[line_end - 1] in "):"
        # "(gồm các Sở: Xây dựng, Công Thương)" after the words ends a name, commas in it or not.
        clause = len(rest.split()) > _MOST_WORDS if folded[line_end - 1] == ")" else _is_clause(rest)
        if more and named and short and folded[line_end - 1] not in ".;" and not tail and not clause:
            return Heading(self.extended(subject, name_end), None, line_end, "assignments/tieu-de-co-quan")
        if (
            more
            and verb is None
            and folded[line_end - 1] == ":"
            and self._begins_with_verb(line_end + 1, self.text_end)
        ):
            return Heading(self._with_rest(subject, line_end - 1), None, line_end, "assignments/tieu-de-co-quan")
        colon = folded.find(":", at, min(line_end, at + 80))
        if colon > name_end:
            colon = -1  # inside the bracket
        if colon > 0 and named and reader.duty_after(colon, line_end):
            name = self.extended(subject, colon)
            return Heading(name, reader.skip_joint(colon, line_end), line_end, "assignments/tieu-de-hai-cham")
        bare = trusted and folded[line_end - 1] not in ".;" and line_end - start <= _LONGEST_NAME
        if folded[line_end - 1] == ":":
            bare = bare and not _is_clause(rest)
        if more and bare and not reader.is_lead_verb(subject.end) and self._is_listed(line_end + 1):
            return Heading(self.extended(subject, name_end), None, line_end, "assignments/tieu-de-co-quan")
        duty = self.find_duty(subject, line_end, far=trusted or subject.called)
        return Heading(duty[0], duty[1], line_end, "assignments/cau-tieu-de") if duty else None

    def extended(self, subject: Subject, end: int) -> Subject:
        """Return the subject with its last name going on to ``end`` ("Các phòng ban | tham gia đào tạo")."""
        last = subject.bodies[-1]
        stop = self.reader.end_of_name(last.start, end)
        if stop <= last.end or subject.company:
            return subject
        # "giáo viên phụ trách công tác Đoàn và Tổ Tư vấn …": another name ends the words.
        for mention in self.reader.mentions_after(last.end, stop):
            if self.folded.endswith(" và ", last.end, mention.start) and not mention.group:
                first = replace(last, agency=self.reader.named(last.start, mention.start - 4), end=mention.start - 4)
                own = mention.agency if mention.end == stop else self.reader.named(mention.start, stop)
                second = Body(own, False, mention.start, stop, "và")
                return replace(subject, bodies=(*subject.bodies[:-1], first, second), end=stop)
        body = replace(last, agency=self.reader.named(last.start, stop), end=stop)
        return replace(subject, bodies=(*subject.bodies[:-1], body), end=stop)

    def _with_rest(self, subject: Subject, end: int) -> Subject:
        """Return the subject with the unknown names that end its heading ("…, Cổng tin và hệ thống truyền thanh:")."""
        bodies = list(subject.bodies)
        at = subject.end
        for piece in _PIECES.split(self.folded[at:end]):
            start = self.folded.index(piece, at)
            at = start + len(piece)
            words = piece.strip()
            if not words:
                continue
            start += len(piece) - len(piece.lstrip())
            if start == subject.end or (start == subject.end + 1 and self.folded[subject.end] == " "):
                bodies[-1] = replace(bodies[-1], agency=self.reader.named(bodies[-1].start, at), end=at)
            else:
                bodies.append(Body(self.reader.named(start, start + len(words)), False, start, start + len(words), ","))
        return replace(subject, bodies=tuple(bodies), end=end)

    def find_duty(self, subject: Subject, end: int, *, far: bool = False) -> tuple[Subject, int] | None:
        """Return the subject, its name made longer if need be, and where the words of its duty begin.

        ``far``: the duty may stand at some distance, as in a heading that is a sentence.
        """
        reader = self.reader
        direct = reader.duty_after(subject.end, end)
        if direct is None and (charged_at := end_of_charge(reader, subject.end, end)) > subject.end:
            return subject, charged_at
        if direct is None and (named := end_before_lead(reader, subject.bodies[-1], end)) > subject.end:
            return self.extended(subject, named), reader.skip_joint(named, end)
        strong = reader.strong_after(subject.end, min(end, subject.end + 110))
        charged = direct is not None and strong is not None and self._is_charged(subject, strong)
        if strong is not None and len(subject.bodies) == 1 and not charged and (direct is None or strong > direct[1]):
            return self.extended(subject, strong), reader.skip_joint(strong, end)
        if strong is not None and direct is None and reader.is_restricted(subject.end):
            return subject, reader.skip_joint(strong, end)
        if direct is not None and reader.is_attributive(subject.end) and not self._has_charge(subject):
            later = reader.duty_within(subject.end + 1, min(end, subject.end + 80))
            if later is not None and later > reader.end_of_attribute(subject.end):
                return self.extended(subject, later), reader.skip_joint(later, end)
        if direct is None and not subject.bodies[-1].group and _GIVEN.match(self.folded, subject.end, end):
            return subject, subject.end + 1
        if direct is not None:
            return (self._ordered(direct[1], end) if reader.gives_orders(subject) else None) or (subject, direct[1])
        later = reader.duty_within(subject.end, min(end, subject.end + _LONGEST_SUBJECT)) if far else None
        if later is None:
            return None
        # "… bằng nhiều hình thức thích hợp, tổ chức tuyên truyền …": how it is to be done is a part of the task.
        at_once = reader.is_manner(subject.end) or self._is_other_verb(subject, later)
        return subject, reader.skip_joint(subject.end if at_once else later, end)

    def _is_other_verb(self, subject: Subject, later: int) -> bool:
        """Say whether the small words between a name that is known and a verb begin with a verb that no list has.

        Of a group they are more often the end of its name ("UBND các xã | vùng đệm tổ chức …").
        """
        last = subject.bodies[-1]
        return not (last.guessed or last.group) and _OTHER_VERB.fullmatch(self.reader.text, last.end, later) is not None

    def _has_charge(self, subject: Subject) -> bool:
        """Say whether "phụ trách" after a name that is known is its duty ("Sở Nội vụ | phụ trách chung việc …").

        Of people and of common names it says which ("cán bộ phụ trách lĩnh vực", "Phó Giám đốc phụ trách").
        """
        last = subject.bodies[-1]
        if last.guessed or last.group or _PEOPLE.match(self.folded, last.start):
            return False
        return self.folded.startswith(" phụ trách ", subject.end)

    def _is_charged(self, subject: Subject, strong: int) -> bool:
        """Say whether "là cơ quan thường trực(,) có trách nhiệm …" is the duty of a name, not the end of it.

        "Các cơ quan là thành viên …", "các đơn vị là đơn vị dự toán có trách nhiệm …": of a group it says which.
        """
        if not _IN_CHARGE.match(self.folded, subject.end, strong):
            return False
        return not subject.bodies[-1].group or self.folded.endswith(", ", subject.end, strong)

    def _asked(self, subject: Subject, end: int) -> tuple[Subject, int] | None:
        """Return whom a call names when a few small words end the name ("đề nghị Tổ Tư vấn | học đường sớm …")."""
        later = self.reader.duty_within(subject.end, min(end, subject.end + 50)) if subject.called else None
        if later is None or "," in self.folded[subject.end : later] or self.reader.is_manner(subject.end):
            return None
        return self.extended(subject, later), self.reader.skip_joint(later, end)

    def _ordered(self, at: int, end: int) -> tuple[Subject, int] | None:
        """Return whom the issuer orders or asks ("UBND tỉnh yêu cầu các sở …"), when a call stands at ``at``."""
        if not self.folded.startswith(("yêu cầu ", "giao ", "đề nghị "), at):
            return None
        subject = self.reader.subject_at(at, end, guess=False)
        return self.find_duty(subject, end) if subject is not None else None

    def _is_over(self, start: int, end: int) -> bool:
        """Say whether the first year of an opening lies before the plan's."""
        comma = self.folded.find(",", start, end)
        year = _YEAR.search(self.folded, start, comma if comma >= 0 else end)
        date = self.reader.context.header.date or ""
        return year is not None and date[:4].isdecimal() and year[0] < date[:4]

    def opened_subject(self, start: int, end: int, guess: bool) -> tuple[Subject, int] | None:
        """Return the subject after an opening ("Căn cứ Kế hoạch này, các sở …") and where its duty begins.

        ``guess``, which goes with the divisions that always name bodies, lets a date be the opening.
        """
        reader = self.reader
        dated = guess and reader.rules.dated_openers.match(self.folded, start, end)
        if dated and self._is_over(start, end):
            return None  # "Năm 2025, UBND xã tổ chức 5 lớp": in a plan of 2026 a thing that was
        if not dated and not reader.rules.openers.match(self.folded, start, end):
            return None
        stop = min(end, start + 420)
        at = self.folded.find(", ", start, stop)
        while at >= 0:
            named = reader.mentions_after(start, at + 2)
            inside = bool(named) and named[-1].end > at  # the comma parts the words of one name
            subject = None if inside else reader.subject_at(at + 2, end, guess=guess)
            if subject is not None and subject.bodies[0].guessed and reader.is_common(subject.start):
                subject = None
            if subject is not None and (
                reader.duty_after(subject.end, end) or reader.strong_after(subject.end, min(end, subject.end + 110))
            ):
                return self.find_duty(subject, end)
            asked = self._asked(subject, end) if subject is not None else None
            if asked is not None:
                return asked
            at = self.folded.find(", ", subject.end if subject else at + 2, stop)
        return None


def _is_clause(rest: str) -> bool:
    """Say whether the words after a name make a sentence rather than the end of the name."""
    return len(rest.split()) > _MOST_WORDS or ", " in rest
