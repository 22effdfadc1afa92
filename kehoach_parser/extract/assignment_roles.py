"""Who is named as the one to act: the bodies at a place of the text, the call before them, the duty after them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter

import regex

from ..models import Agency, Role, Span
from ..text import fold
from .agencies import Mention
from .assignment_rules import AssignmentRules, PhraseRule
from .assignment_tails import end_before_next
from .context import Context


@dataclass(slots=True)
class Body:
    """One of the bodies named at a place; ``joined`` is what joins it to the one before ("", ",", ";", "và")."""

    agency: Agency
    group: bool
    start: int
    end: int
    joined: str = ""
    guessed: bool = False


@dataclass(slots=True)
class Subject:
    """Who must act, and where the words that say what begin. ``company`` are groups that act with the others."""

    bodies: tuple[Body, ...]
    company: tuple[Agency, ...]
    role: Role
    called: bool
    start: int
    end: int
    rule: str = ""


_JOIN = re.compile(r"(?: ?\([^()\n]{0,120}\))? ?(?:(,|;|/|&| và| cùng với| cùng)) ?(?:và )?")
_CLAUSE_END = re.compile(r"[.;](?:\s|\Z)|\n")
_NAME_END = re.compile(r" ?\(| - (?=cơ quan|thường trực|đơn vị|bộ phận|đầu mối)|\n")
_BARE = frozenset(
    {"cơ quan", "đơn vị", "cán bộ", "công chức", "lực lượng", "cơ sở", "tổ", "ban", "phòng", "đội", "nhóm", "lớp"}
)
_COMMON = regex.compile(
    r"(?:cơ quan|đơn vị|địa phương|cán bộ|công chức|đảng viên|lực lượng|doanh nghiệp|cơ sở|học sinh)(?!\p{L})"
)
_KIND = r"(?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân|cán bộ|công chức|viên chức|thành viên|bộ phận|lực lượng|cơ sở)"
_COMMON_GROUP = re.compile(rf"(?:các |những |mỗi |từng )?{_KIND}(?:(?:,| và|,? hoặc) {_KIND}){{0,5}}")
_PASSIVE = regex.compile(r" (?:được|bị)$")
_MANNER = regex.compile(r",? (?:bằng|thông qua|qua|trên cơ sở|căn cứ|theo|trong phạm vi|dựa|từ)(?!\p{L})")
_CAPITAL_WORD = regex.compile(r" \p{Lu}\p{Ll}+(?: \p{Ll}+)?(?= ?(?:\Z|[\n:;,(.]))")
_AFTER_BRACKET = re.compile(r" ?\([^()\n]{0,300}\)")


_PERSON_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}(?!\p{L})")
_SHORT_NAME = regex.compile(r"\p{Lu}\p{Ll}*+(?= ?:)")
_BELOW = regex.compile(r"\s{1,9}+([-+*•]) ?")
_OFFICER = regex.compile(r"(?:bí thư|chủ tịch|giám đốc|trưởng|phó|ủy viên)$")
_OFFICE = regex.compile(r" ?(?:[-,;(][^:.\n]{3,90})?")
_LONGEST_OFFICE = 96
_LISTS_BEGIN = frozenset("cn")  # the first letters of a shared head and of the compounds of rules/assignments.yaml
_SHARED_HEAD = re.compile(r"các (?:sở|bộ|ban|phòng|hội|ban đảng|ban xây dựng đảng) ?: ?")
_LONGEST_SUBJECT = 170
_LONGEST_LABEL = 90
_MOST_BODIES = 40


class Reader:
    """Reads bodies, subjects and their roles in one document."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.folded = context.document.folded
        self.rules = AssignmentRules.of(context.rules).compiled
        self.by_start: dict[int, Mention] = {mention.start: mention for mention in context.mentions.all}
        issuer = fold(context.header.issuer or "")
        self.state_issuer = bool(self.rules.state_issuer.match(issuer))

    def bodies_at(self, at: int, end: int, *, guess: bool, partners: bool = False) -> list[Body]:
        """Return the bodies listed from ``at`` on; with ``guess`` also those known by their form only.

        ``partners``: a list inside a sentence, whose names may go on in unknown words up to the next of them.
        """
        found: list[Body] = []
        if not guess and at not in self.by_start and self.folded[at : at + 1] not in _LISTS_BEGIN:
            return found  # as at most places
        joined = ""
        head = _SHARED_HEAD.match(self.folded, at, end)
        if head is not None and head.end() in self.by_start:
            at = head.end()  # "Các sở: | Nội vụ, Y tế": each is known by its own name
        while at < end and len(found) < _MOST_BODIES:
            body = self._body_at(at, end, joined, guess)
            if body is None:
                break
            if found and found[-1].guessed and body.guessed:
                first = found.pop()  # "Bí thư chi bộ, trưởng thôn": nobody knows where one ends and the next begins
                body = replace(body, agency=self.named(first.start, body.end), start=first.start, joined=first.joined)
            elif found and self._is_one(found[-1], body):
                body = self._merged(found.pop(), body)
            body = self._with_owner(body, end)
            if partners and (stop := end_before_next(self, body, end, first=not found)) > body.end:
                body = replace(body, agency=self.named(body.start, stop), end=stop)
            found.append(body)
            join = _JOIN.match(self.folded, body.end, end)
            if join is None:
                break
            at, joined = join.end(), "và" if "và" in join[0] else join[1].strip()
        return found

    def _with_owner(self, body: Body, end: int) -> Body:
        """Return a body with the one that it is a part of ("Ban Phong trào | Tỉnh Đoàn").

        "Cục An toàn thực phẩm" goes on with the ministry after its dash passed over ("… - Bộ Y tế, UBND tỉnh").
        """
        whole = self.by_start.get(body.end + 1) if self.folded.startswith(" ", body.end) else None
        if whole is not None and not whole.group and not body.group and whole.end <= end:
            return replace(body, agency=self.named(body.start, whole.end), end=whole.end)
        if not self.folded.startswith(" - ", body.end):
            return body
        owner = self.by_start.get(body.end + 3)
        if owner is None or owner.group or owner.end > end:
            return body
        follows = self.folded[owner.end : owner.end + 1]
        return replace(body, end=owner.end) if follows in (",", ";", ".") or owner.end == end else body

    def _is_one(self, last: Body, body: Body) -> bool:
        """Say whether two groups joined by "và" are one addressee ("Hội LHPN cơ sở và Hội Phụ nữ trực thuộc")."""
        head = self.folded[last.start : last.end].split(" ", 1)[0]
        return (
            body.joined == "và"
            and last.group
            and body.group
            and head not in ("các", "những")
            and self.folded.startswith(head + " ", body.start)
        )

    def _merged(self, last: Body, body: Body) -> Body:
        gap = self.text[last.end : body.start]
        canonical = (last.agency.canonical or last.agency.text) + gap + (body.agency.canonical or body.agency.text)
        agency = Agency(
            text=self.text[last.start : body.end],
            canonical=canonical,
            id=None,
            level=last.agency.level if last.agency.level == body.agency.level else None,
            span=Span(start=last.start, end=body.end),
        )
        return Body(agency, True, last.start, body.end, last.joined)

    def _body_at(self, at: int, end: int, joined: str, guess: bool) -> Body | None:
        compound = self.rules.compound.match(self.folded, at, end) if self.folded[at] in _LISTS_BEGIN else None
        if compound is not None:
            return Body(self.named(at, compound.end()), True, at, compound.end(), joined)
        mention = self.by_start.get(at)
        if mention is not None and mention.end <= end:
            stop = self._past_repeat(mention)
            body = Body(mention.agency, mention.group, mention.start, stop, joined)
            # "Các cơ quan" names nobody without the words that restrict it; "UBND các xã, phường" does.
            return self._restricted(body, end) if mention.group and self.is_common_group(body) else body
        if guess and (person := self._person_at(at, end, joined)) is not None:
            return person
        if guess:
            match = self.rules.body.match(self.folded, at, end)
            if match is not None and match[0] not in _BARE:
                capital = _CAPITAL_WORD.match(self.text, match.end(), end)
                stop = capital.end() if capital else match.end()
                whose = self.by_start.get(stop + 1) if _OFFICER.search(match[0]) else None
                if whose is not None and self.folded[stop] == " " and whose.end <= end:
                    stop = whose.end  # "Đồng chí Phó Bí thư | Thường trực Đảng ủy"
                return self._restricted(Body(self.named(at, stop), True, at, stop, joined, guessed=True), end)
        return None

    def _person_at(self, at: int, end: int, joined: str) -> Body | None:
        """Return a person by title and name, with the office up to the colon or the verb.

        "Ông Lê Văn A - Phó Chủ tịch: …", "đồng chí Lê Văn A, Phó Chủ tịch UBND xã, phụ trách …".
        """
        title = self.rules.person.match(self.folded, at, end)
        name = _PERSON_NAME.match(self.text, title.end(), end) if title else None
        if name is None:
            short = _SHORT_NAME.match(self.text, title.end(), end) if title else None  # "Đ/c Hùng: …"
            return Body(self.named(at, short.end()), False, at, short.end(), joined, guessed=True) if short else None
        if _OFFICE.fullmatch(self.folded, name.end(), end) and self._is_over_duties(at, end):
            return Body(self.named(at, end), False, at, end, joined, guessed=True)
        colon = self.folded.find(":", name.end(), min(end, name.end() + _LONGEST_OFFICE))
        if colon < 0 or not _OFFICE.fullmatch(self.folded, name.end(), colon):
            verb = self.duty_within(name.end(), min(end, name.end() + _LONGEST_OFFICE))
            if verb is None or not _OFFICE.fullmatch(self.folded, name.end(), verb):
                return None
            if not self.is_lead_verb(verb) and not self.folded.startswith((" phụ trách", ", phụ trách"), verb):
                return None
            return Body(self.named(at, verb), False, at, verb, joined)
        return Body(self.named(at, colon), False, at, colon, joined, guessed=True)

    def _is_over_duties(self, at: int, end: int) -> bool:
        """Say whether a line that holds a person is a heading: bullets of another kind below it tell of duties.

        In a list of members another member follows under the same bullet.
        """
        below = _BELOW.match(self.folded, end)
        marker = self.folded[self.folded.rfind("\n", 0, at) + 1 : at].strip(" *")
        return (
            below is not None
            and marker != ""
            and below[1] not in marker
            and self.begins_with_verb(below.end(), len(self.folded))
        )

    def _restricted(self, body: Body, end: int) -> Body:
        """Return a common name with the words that restrict it ("Thầy Cô được phân công")."""
        match = self.rules.restriction.match(self.folded, body.end, end)
        return replace(body, agency=self.named(body.start, match.end()), end=match.end()) if match else body

    def is_restricted(self, at: int) -> bool:
        """Say whether words that restrict a name follow it ("UBND các xã | được phân công … có trách nhiệm")."""
        return self.rules.restriction.match(self.folded, at) is not None

    def begins_with_partner(self, at: int, end: int) -> bool:
        """Say whether a partner and a colon follow a name ("Sở A | phối hợp với Sở B: hướng dẫn …")."""
        match = self.rules.partners.match(self.folded, at + 1, end)
        if match is None:
            return False
        bodies = self.bodies_at(match.end() + 1, end, guess=False)
        return bool(bodies) and self.folded[bodies[-1].end : bodies[-1].end + 2].lstrip().startswith(":")

    def is_manner(self, at: int) -> bool:
        """Say whether words that say how something is done stand at ``at`` ("bằng nhiều hình thức")."""
        return _MANNER.match(self.folded, at) is not None

    def _past_repeat(self, mention: Mention) -> int:
        """Return the end of a mention, words written twice by mistake included ("đơn vị chuyên môn chuyên môn")."""
        words = self.folded[mention.start : mention.end].rsplit(" ", 2)
        again = " " + " ".join(words[-2:])
        return mention.end + len(again) if self.folded.startswith(again, mention.end) else mention.end

    def named(self, start: int, end: int) -> Agency:
        """Return a body known only by its words, as written."""
        return Agency(
            text=self.text[start:end],
            canonical=None,
            id=None,
            level=None,
            span=Span(start=start, end=end),
        )

    def call_at(self, at: int, end: int) -> tuple[Role, int] | None:
        """Return the role that a call at ``at`` gives ("Đề nghị", "Giao") and where it ends."""
        if self.rules.call.match(self.folded, at, end) is None:
            return None
        for rule, pattern in self.rules.calls:
            match = pattern.match(self.folded, at, end)
            if match is not None:
                return ("requested" if rule.role == "requested" else "responsible"), match.end()
        return None

    def subject_at(self, at: int, end: int, *, guess: bool) -> Subject | None:
        """Return the subject that begins at ``at``, whatever follows it; None when no body stands there."""
        call = self.call_at(at, end)
        role: Role = call[0] if call else "responsible"
        start = call[1] if call else at
        bodies = self.bodies_at(start, end, guess=guess)
        if not bodies:
            return None
        return self.subject_of(bodies, role, called=call is not None)

    def subject_of(self, bodies: list[Body], role: Role, *, called: bool) -> Subject:
        """Return the subject made of these bodies: groups joined to a single body by "và" are its company."""
        chosen = [bodies[0]]
        company: list[Agency] = []
        for body in bodies[1:]:
            joins_group = body.joined == "và" and self.rules.company.match(self.folded, body.start)
            if joins_group and (role == "requested" or self.is_outside(bodies[0])):
                company.append(body.agency)
            else:
                chosen.append(body)
        return Subject(tuple(chosen), tuple(company), role, called, bodies[0].start, bodies[-1].end)

    def role_of(self, subject: Subject, body: Body) -> Role:
        """Return the role of one of the bodies: a body outside the chain of command is asked, not ordered."""
        if subject.role == "requested" or (self.state_issuer and self.is_outside(body)):
            return "requested"
        return "responsible"

    def is_outside(self, body: Body) -> bool:
        """Say whether a body stands outside the chain of command of a state body."""
        return self.rules.outside.match(self.folded, body.start) is not None

    def gives_orders(self, subject: Subject) -> bool:
        """Say whether a subject is one that orders others ("UBND tỉnh yêu cầu …")."""
        return self.rules.orderer.match(self.folded, subject.start) is not None

    def duty_after(self, at: int, end: int) -> tuple[str, int] | None:
        """Return the rule that sees a duty right after a subject, and where the words of the duty begin."""
        for rule, pattern in self.rules.duties:
            if pattern.match(self.folded, at, end) is not None:
                words = self.skip_joint(at, end)
                # A capital goes on with the name ("Trưởng Ban | Chỉ đạo"), unless a mark stands before it.
                if self.text[words].isupper() and self.folded[words - 1] == " " and self.folded[words - 2] not in ":,)":
                    return None
                return rule.id, words
        return None

    def is_attributive(self, at: int) -> bool:
        """Say whether the verb after a name may belong to the name ("Các cơ quan | quản lý các cấp")."""
        return self.rules.attributive.match(self.folded, at) is not None

    def is_lead_verb(self, at: int) -> bool:
        """Say whether a verb that never ends a name stands after one ("chủ trì", "có trách nhiệm")."""
        return self.rules.lead_verb.match(self.folded, at) is not None

    def is_common(self, at: int) -> bool:
        """Say whether a word stands at ``at`` that names a kind of body rather than one ("đơn vị", "cán bộ")."""
        return _COMMON.match(self.folded, at) is not None

    def is_common_group(self, body: Body) -> bool:
        """Say whether a group is named by common words only ("các cơ quan, đơn vị")."""
        return _COMMON_GROUP.fullmatch(self.folded, body.start, body.end) is not None

    def end_of_attribute(self, at: int) -> int:
        """Return where the verb that may belong to a name ends."""
        match = self.rules.attributive.match(self.folded, at)
        return match.end() if match else at

    def begins_with_verb(self, at: int, end: int) -> bool:
        """Say whether the words at ``at`` begin with a verb of duty."""
        return self.rules.verb.match(self.folded, at, end) is not None

    def skip_joint(self, at: int, end: int) -> int:
        """Return the first place after a subject that is no bracket, colon, comma or blank."""
        bracket = _AFTER_BRACKET.match(self.folded, at, end)
        at = bracket.end() if bracket else at
        while at < end and self.folded[at] in " :,-\n":
            at += 1
        return at

    def is_formula(self, at: int, end: int) -> bool:
        """Say whether a line is a general formula that assigns nothing."""
        return self.rules.formula.match(self.folded, at, end) is not None

    def label_at(self, at: int, end: int) -> tuple[PhraseRule, int] | None:
        """Return the rule of the label at ``at`` ("Đơn vị chủ trì:") and where the label ends."""
        if self.folded.find(":", at, min(end, at + _LONGEST_LABEL)) < 0:
            return None
        for rule, pattern in self.rules.labels:
            match = pattern.match(self.folded, at, end)
            if match is not None:
                return rule, match.end()
        return None

    @cached_property
    def _inline(self) -> list[tuple[int, int, PhraseRule]]:
        """The labels inside lines: where each begins and ends, and its rule."""
        folded, find = self.folded, self.folded.rfind
        found: list[tuple[int, int, PhraseRule]] = []
        colon = folded.find(":")
        while colon >= 0:
            floor = max(0, colon - _LONGEST_LABEL)
            opening = max(find(". ", floor, colon), find("; ", floor, colon), find("(", floor, colon))
            if opening >= 0:
                start = opening + 1
                while folded[start] == " ":
                    start += 1
                label = self.label_at(start, colon + 1)
                if label is not None:
                    found.append((start, label[1], label[0]))
            colon = folded.find(":", colon + 1)
        return found

    def inline_labels(self, start: int, end: int) -> list[tuple[int, int, PhraseRule]]:
        """Return the labels that stand inside the stretch, after the end of a clause or in a bracket."""
        first = bisect_left(self._inline, start, key=itemgetter(0))
        last = bisect_left(self._inline, end, key=itemgetter(0))
        return self._inline[first:last]

    def mentions_after(self, at: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that begin in the stretch."""
        return self.context.mentions.between(at, end)

    def skip_bracket(self, at: int, end: int | None = None) -> int:
        """Return the end of the bracket that follows a name ("(cơ quan thường trực)"), or ``at``."""
        bracket = _AFTER_BRACKET.match(self.folded, at, len(self.folded) if end is None else end)
        return bracket.end() if bracket else at

    def strong_after(self, at: int, end: int) -> int | None:
        """Return where "có trách nhiệm", "phải" … stand after a name that may go on, in the same clause."""
        if self.rules.strong_word.search(self.folded, at, end) is None:
            return None
        match = self.rules.strong_later.match(self.folded, at, end)
        return match.start(1) if match else None

    def duty_within(self, at: int, end: int) -> int | None:
        """Return where the first duty begins in what follows a name, in the same sentence."""
        for match in self.rules.duty.finditer(self.folded, at, end):
            if _CLAUSE_END.search(self.folded, at, match.start()):
                return None
            passive = _PASSIVE.search(self.folded, at, match.start())
            if passive is not None:  # "được củng cố" is no duty, "được giao …" says of one
                given = self.folded.startswith((" giao ", " phân công "), match.start())
                return passive.start() if given else None
            if not self.is_attributive(match.start()) and self.duty_after(match.start(), end) is not None:
                return match.start()
        return None

    def end_of_name(self, start: int, end: int) -> int:
        """Return where a name that goes on to ``end`` stops: before a bracket, an apposition, the last marks."""
        stop = _NAME_END.search(self.folded, start, end)
        at = stop.start() if stop else end
        while at > start and self.folded[at - 1] in " .,:;":
            at -= 1
        return at

    def inner_sentences(self, start: int, end: int) -> Iterator[int]:
        """Yield where sentences or clauses that lay a duty on somebody in so many words begin, the first left out."""
        last = start
        for match in self.rules.strong_or_call.finditer(self.folded, start, end):
            if match[0][0] in ".;":
                last = match.end()
                yield match.end()
                continue
            floor = max(last, match.start() - _LONGEST_SUBJECT)
            at = max(self.folded.rfind(". ", floor, match.start()), self.folded.rfind("; ", floor, match.start()))
            if at > start:
                last = match.end()
                yield at + 2

    def sentence_end(self, at: int, end: int) -> int:
        """Return where the clause that holds ``at`` ends."""
        stop = _CLAUSE_END.search(self.folded, at, end)
        return stop.start() if stop else end
