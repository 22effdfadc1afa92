"""Which bodies are named at a place of the text, in a list or alone, and where the duty that follows them begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import regex

from ..models import Agency, Span
from ..text import fold
from .agencies import Mention
from .assignment_rules import AssignmentRules
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


_JOIN = re.compile(r"(?: ?\([^()\n]{0,120}\))? ?(?:(,|;|/|&| và| cùng với| cùng)) ?(?:và )?")
_CLAUSE_END = re.compile(r"[.;](?:\s|\Z)|\n")
_BARE = frozenset(
    {"cơ quan", "đơn vị", "cán bộ", "công chức", "lực lượng", "cơ sở", "tổ", "ban", "phòng", "đội", "nhóm", "lớp"}
)
_KIND = r"(?:cơ quan|đơn vị|tổ chức|địa phương|cá nhân|cán bộ|công chức|viên chức|thành viên|bộ phận|lực lượng|cơ sở)"
_COMMON_GROUP = re.compile(rf"(?:các |những |mỗi |từng )?{_KIND}(?:(?:,| và|,? hoặc) {_KIND}){{0,5}}")
_PASSIVE = regex.compile(r" (?:được|bị)$")
_CAPITAL_WORD = regex.compile(r" \p{Lu}\p{Ll}+(?: \p{Ll}+)?(?= ?(?:\Z|[\n:;,(.]))")
_AFTER_BRACKET = re.compile(r" ?\([^()\n]{0,300}\)")


_PERSON_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}(?!\p{L})")
_SHORT_NAME = regex.compile(r"\p{Lu}\p{Ll}*+(?= ?:)")
_BELOW = regex.compile(r"\s{1,9}+([-+*•]) ?")
_OFFICER = regex.compile(r"(?:bí thư|chủ tịch|giám đốc|trưởng|phó|ủy viên)$")
_OFFICE = regex.compile(r" ?(?:[-,;(][^:.\n]{3,90})?")
_LONGEST_OFFICE = 96
_LISTS_BEGIN = frozenset("cn")  # the first letters of a shared head and of the compounds of rules/assignments.yaml
_CHARGE = re.compile(r"(?:là )?(?:cơ quan|đơn vị|bộ phận) (?:thường trực|đầu mối)(?!\w)")
_SHARED_HEAD = re.compile(r"các (?:sở|bộ|ban|phòng|hội|ban đảng|ban xây dựng đảng) ?: ?")
_MOST_BODIES = 40


class BodyReader:
    """Reads the bodies named in one document, and the duties after them."""

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
            if body is None or (found and body.guessed and _CHARGE.match(self.folded, at, end)):
                break  # "Sở Y tế, | cơ quan đầu mối, hướng dẫn …": what the one before is
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
        head = self.folded[body.start : body.end].split(" ", 1)[0]
        alike = self.folded.startswith(head + " ", body.end + 1)  # "Sở Y tế Sở Nội vụ", a lost break between the two
        if whole is not None and not whole.group and not body.group and not alike and whole.end <= end:
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
        office_end = self.skip_bracket(name.end(), end)
        join = _JOIN.match(self.folded, name.end(), end)
        other = self.rules.person.match(self.folded, join.end(), end) if join is not None else None
        if other is not None and _PERSON_NAME.match(self.text, other.end(), end):  # "Đ/c A (Đội 1) và Đ/c B: …"
            return Body(self.named(at, office_end), False, at, name.end(), joined)
        if office_end > name.end() and self.duty_after(name.end(), end) and not self.folded.startswith(":", office_end):
            return Body(self.named(at, office_end), False, at, office_end, joined)
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

    def is_person_with_duty(self, at: int, end: int) -> bool:
        """Say whether a line gives somebody a duty by name, whatever its division ("Ông Lê Văn A (…): Phụ trách …")."""
        person = self._person_at(at, end, "")
        if person is None:
            return False
        colon = self.folded.find(":", person.end, min(end, person.end + _LONGEST_OFFICE))
        return colon >= 0 and self.duty_after(colon, end) is not None

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

    def is_common_group(self, body: Body) -> bool:
        """Say whether a group is named by common words only ("các cơ quan, đơn vị")."""
        return _COMMON_GROUP.fullmatch(self.folded, body.start, body.end) is not None

    def begins_with_verb(self, at: int, end: int) -> bool:
        """Say whether the words at ``at`` begin with a verb of duty."""
        return self.rules.verb.match(self.folded, at, end) is not None

    def is_lead_verb(self, at: int) -> bool:
        """Say whether a verb that never ends a name stands after one ("chủ trì", "có trách nhiệm")."""
        return self.rules.lead_verb.match(self.folded, at) is not None

    def is_attributive(self, at: int) -> bool:
        """Say whether the verb after a name may belong to the name ("Các cơ quan | quản lý các cấp")."""
        return self.rules.attributive.match(self.folded, at) is not None

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

    def skip_joint(self, at: int, end: int) -> int:
        """Return the first place after a subject that is no bracket, colon, comma or blank."""
        bracket = _AFTER_BRACKET.match(self.folded, at, end)
        at = bracket.end() if bracket else at
        while at < end and self.folded[at] in " :,-\n":
            at += 1
        return at

    def skip_bracket(self, at: int, end: int | None = None) -> int:
        """Return the end of the bracket that follows a name ("(cơ quan thường trực)"), or ``at``."""
        bracket = _AFTER_BRACKET.match(self.folded, at, len(self.folded) if end is None else end)
        return bracket.end() if bracket else at

    def sentence_end(self, at: int, end: int) -> int:
        """Return where the clause that holds ``at`` ends."""
        stop = _CLAUSE_END.search(self.folded, at, end)
        return stop.start() if stop else end
