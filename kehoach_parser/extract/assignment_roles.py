"""Who is named as the one to act: the bodies at a place of the text, the call before them, the duty after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import regex
from pydantic import model_validator

from ..models import Agency, Role, Span
from ..rules import Rules, Strict, compile_pattern
from ..text import fold
from .agencies import Mention, read_agencies
from .context import Context

Pattern = regex.Pattern[str]


class PhraseRule(Strict):
    """A phrase with its examples; ``role`` is what the phrase makes of the body or of the words after it."""

    id: str
    role: str = ""
    note: str
    pattern: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


class OutsideRule(Strict):
    """Bodies that a state issuer can only ask, never order."""

    issuers: str
    bodies: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The patterns of rules/assignments.yaml, compiled."""

    calls: tuple[tuple[PhraseRule, Pattern], ...]
    call: Pattern
    duties: tuple[tuple[PhraseRule, Pattern], ...]
    duty: Pattern
    strong_word: Pattern
    strong_later: Pattern
    openers: Pattern
    formula: Pattern
    labels: tuple[tuple[PhraseRule, Pattern], ...]
    partners: Pattern
    reports: Pattern
    report_gap: Pattern
    report_not: Pattern
    addressees: Pattern
    state_issuer: Pattern
    outside: Pattern
    company: Pattern
    compound: Pattern
    attributive: Pattern
    lead_verb: Pattern
    verb: Pattern
    name_tail: Pattern
    restriction: Pattern
    person: Pattern
    body: Pattern
    orderer: Pattern


class AssignmentRules(Strict):
    """rules/assignments.yaml."""

    fragments: dict[str, str]
    verbs: tuple[PhraseRule, ...]
    calls: tuple[PhraseRule, ...]
    duties: tuple[PhraseRule, ...]
    strong: str
    openers: str
    formulas: tuple[PhraseRule, ...]
    labels: tuple[PhraseRule, ...]
    partners: str
    reports: str
    report_gap: str
    report_not: str
    addressees: str
    outside: OutsideRule
    company: str
    compounds: str
    attributive: str
    lead_verbs: str
    name_tails: str
    restrictions: str
    persons: str
    name_stops: str
    bodies: str
    orderers: str

    @model_validator(mode="after")
    def _compile(self) -> AssignmentRules:
        self.compiled  # noqa: B018 - a wrong pattern is an error of loading, not of parsing
        return self

    @property
    def all_fragments(self) -> dict[str, str]:
        """The fragments of the file, and ``dong_tu``: any of its verbs."""
        return {**self.fragments, "dong_tu": "|".join(rule.pattern for rule in self.verbs)}

    @cached_property
    def compiled(self) -> Compiled:
        """All patterns; a wrong one raises RuleError with its id."""

        fragments = self.all_fragments

        def one(pattern: str, where: str) -> Pattern:
            return compile_pattern(pattern, fragments, f"assignments.yaml: {where}")

        def many(rules: tuple[PhraseRule, ...]) -> tuple[tuple[PhraseRule, Pattern], ...]:
            return tuple((rule, one(rule.pattern, rule.id)) for rule in rules)

        def any_of(rules: tuple[PhraseRule, ...], where: str) -> Pattern:
            return one("|".join(f"(?:{rule.pattern})" for rule in rules), where)

        stop = self.name_stops
        body_end = rf"(?= ?(?:\Z|[\n:;,(|]|\.(?:\s|\Z)| (?:và|-|{stop}) |{self.duties[0].pattern}))"
        return Compiled(
            calls=many(self.calls),
            call=any_of(self.calls, "calls"),
            duties=many(self.duties),
            duty=any_of(self.duties, "duties"),
            strong_word=one(rf"(?:{self.strong})(?!\p{{L}})", "strong"),
            strong_later=one(rf"[^.;:()\n]{{0,90}}?[ ,)]((?:{self.strong})(?!\p{{L}}))", "strong"),
            openers=one(self.openers, "openers"),
            formula=any_of(self.formulas, "formulas"),
            labels=many(self.labels),
            partners=one(self.partners, "partners"),
            reports=one(self.reports, "reports"),
            report_gap=one(self.report_gap, "report_gap"),
            report_not=one(self.report_not, "report_not"),
            addressees=one(self.addressees, "addressees"),
            state_issuer=one(self.outside.issuers, "outside.issuers"),
            outside=one(self.outside.bodies, "outside.bodies"),
            company=one(self.company, "company"),
            attributive=one(self.attributive, "attributive"),
            lead_verb=one(self.lead_verbs, "lead_verbs"),
            name_tail=one(self.name_tails, "name_tails"),
            restriction=one(self.restrictions, "restrictions"),
            person=one(self.persons, "persons"),
            verb=one(r"(?:{trang_tu},? ){0,4}(?:{dong_tu}|{trang_tu})(?!\p{L})", "dong_tu"),
            compound=one(self.compounds, "compounds"),
            orderer=one(self.orderers, "orderers"),
            body=one(
                rf"(?:{self.bodies})(?:(?! (?:{stop})(?!\p{{L}})) [\p{{L}}\p{{N}}&/.-]+){{0,12}}?{body_end}", "bodies"
            ),
        )

    @staticmethod
    def of(rules: Rules) -> AssignmentRules:
        """Return the assignment rules of a rule folder."""
        return rules.read("assignments.yaml", AssignmentRules)


@dataclass(frozen=True, slots=True)
class Body:
    """One of the bodies named at a place; ``joined`` is what joins it to the one before ("", ",", ";", "và")."""

    agency: Agency
    group: bool
    start: int
    end: int
    joined: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Who must act, and where the words that say what begin. ``company`` are groups that act with the others."""

    bodies: tuple[Body, ...]
    company: tuple[Agency, ...]
    role: Role
    called: bool
    start: int
    end: int
    rule: str = ""


_JOIN = regex.compile(r"(?: ?\([^()\n]{0,120}\))? ?(?:(,|;|/|&| và| cùng với| cùng)) ?(?:và )?")
_CLAUSE_END = regex.compile(r"[.;](?:\s|\Z)|\n")
_NAME_END = regex.compile(r" ?\(| - (?=cơ quan|thường trực|đơn vị|bộ phận|đầu mối)|\n")
_REFERENCE = regex.compile(r"(?:khoản|mục|điểm|điều|phụ lục|chương|phần) ")
_BARE = frozenset(
    {"cơ quan", "đơn vị", "cán bộ", "công chức", "lực lượng", "cơ sở", "tổ", "ban", "phòng", "đội", "nhóm", "lớp"}
)
_COMMON = regex.compile(
    r"(?:cơ quan|đơn vị|địa phương|cán bộ|công chức|đảng viên|lực lượng|doanh nghiệp|cơ sở|học sinh)(?!\p{L})"
)
_PERSON_NAME = regex.compile(r"\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}+){0,3}")
_CAPITAL_WORD = regex.compile(r" \p{Lu}\p{Ll}+(?: \p{Ll}+)?(?= ?(?:\Z|[\n:;,(.]))")
_PIECE = regex.compile(r"[\n;]|(?<=\s)và (?=\d)")
_HELPS = regex.compile(r"(?:(?:cơ quan|đơn vị) )?(?:phối hợp|hỗ trợ)(?: với| thực hiện| cùng)? ?:? ?")
_LEADS = regex.compile(r"(?:(?:cơ quan|đơn vị) )?(?:chủ trì|thực hiện|đầu mối|phụ trách)(?: thực hiện)? ?: ?")
_NAME_GOES_ON = regex.compile(r" ?[\p{L}&-]")
_AFTER_BRACKET = regex.compile(r" ?\([^()\n]{0,300}\)")


_LONGEST_SUBJECT = 170
_LONGEST_LABEL = 90


class Reader:
    """Reads bodies, subjects and their roles in one document."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.folded = context.document.folded
        self.rules = AssignmentRules.of(context.rules).compiled
        self.by_start: dict[int, Mention] = {mention.start: mention for mention in context.mentions.all}
        issuer = (context.header.issuer or "").lower()
        self.state_issuer = bool(self.rules.state_issuer.match(issuer))

    def bodies_at(self, at: int, end: int, *, guess: bool) -> list[Body]:
        """Return the bodies listed from ``at`` on; with ``guess`` also those known by their form only."""
        found: list[Body] = []
        joined = ""
        while at < end:
            body = self._body_at(at, end, joined, guess)
            if body is None:
                break
            if found and self._is_one(found[-1], body):
                body = self._merged(found.pop(), body)
            found.append(body)
            join = _JOIN.match(self.folded, body.end, end)
            if join is None:
                break
            at, joined = join.end(), "và" if "và" in join[0] else join[1].strip()
            guess = guess and not found[-1].guessed
        return found

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
        agency = Agency.model_construct(
            text=self.text[last.start : body.end],
            canonical=canonical,
            id=None,
            level=last.agency.level if last.agency.level == body.agency.level else None,
            span=Span.model_construct(start=last.start, end=body.end),
        )
        return Body(agency, True, last.start, body.end, last.joined)

    def _body_at(self, at: int, end: int, joined: str, guess: bool) -> Body | None:
        compound = self.rules.compound.match(self.folded, at, end) if self.folded[at] in "cn" else None
        if compound is not None:
            return Body(self.named(at, compound.end()), True, at, compound.end(), joined)
        mention = self.by_start.get(at)
        if mention is not None and mention.end <= end:
            stop = self._past_repeat(mention)
            body = Body(mention.agency, mention.group, mention.start, stop, joined)
            return self._restricted(body, end) if mention.group else body
        if guess:
            match = self.rules.body.match(self.folded, at, end)
            if match is not None and match[0] not in _BARE:
                capital = _CAPITAL_WORD.match(self.text, match.end(), end)
                stop = capital.end() if capital else match.end()
                return self._restricted(Body(self.named(at, stop), True, at, stop, joined, guessed=True), end)
        return None

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
        return Agency.model_construct(
            text=self.text[start:end],
            canonical=None,
            id=None,
            level=None,
            span=Span.model_construct(start=start, end=end),
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
        for match in self.rules.strong_word.finditer(self.folded, start, end):
            floor = max(last, match.start() - _LONGEST_SUBJECT)
            at = max(self.folded.rfind(". ", floor, match.start()), self.folded.rfind("; ", floor, match.start()))
            if at > start:
                last = match.end()
                yield at + 2

    def sentence_end(self, at: int, end: int) -> int:
        """Return where the clause that holds ``at`` ends."""
        stop = _CLAUSE_END.search(self.folded, at, end)
        return stop.start() if stop else end

    def cell(self, start: int, end: int) -> tuple[list[Body], list[Agency]]:
        """Return who leads and who only helps, by a table cell or the words after a label.

        "Sở A chủ trì; các sở thực hiện", "Chủ trì: Sở A; phối hợp: Sở B", "T. Hà và 4 SV nam".
        """
        leads: list[Body] = []
        helpers: list[Agency] = []
        for first, last in self._pieces(start, end):
            is_helper = _HELPS.match(self.folded, first, last)
            at = is_helper.end() if is_helper else first
            lead = _LEADS.match(self.folded, at, last)
            at = lead.end() if lead else at
            bodies = self._named_in(at, last)
            if leads and bodies and not is_helper and self._lists_members(leads[-1], bodies[0]):
                leads[-1] = replace(leads[-1], end=bodies[-1].end)
                continue
            for body in bodies:
                if is_helper or self.folded[body.start].isdigit():
                    helpers.append(body.agency)
                else:
                    leads.append(body)
            tail = bodies[-1].end if bodies else last
            helpers += [body.agency for body in self._helpers_after(tail, last)]
        return leads, helpers

    def _lists_members(self, group: Body, body: Body) -> bool:
        """Say whether a line of a cell only lists who is meant by the group above ("BCN các khoa" | "Cơ khí")."""
        return (
            "các " in fold(group.agency.text)
            and self.folded[group.end : body.start].strip(" ,") == "\n"
            and body.start not in self.by_start
            and self.rules.person.match(self.folded, body.start) is None
            and not self.folded[body.start].isdigit()
        )

    def persons_in(self, start: int, end: int) -> list[Agency]:
        """Return the people named in a stretch by their title ("T. Tùng chọn giúp 4 SV nam")."""
        found: list[Agency] = []
        for match in self.rules.person.finditer(self.folded, start, end):
            name = _PERSON_NAME.match(self.text, match.end(), end)
            if name is not None:
                found += read_agencies(self.context.document, self.context.mentions, match.start(), name.end())
        return found

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for match in [*_PIECE.finditer(self.folded, start, end), None]:
            stop = match.start() if match else end
            while at < stop and self.folded[at] in " -+*•,.:":
                at += 1
            while stop > at and self.folded[stop - 1] in " .,;":
                stop -= 1
            if stop > at:
                yield at, stop
            at = match.end() if match else end

    def _named_in(self, start: int, end: int) -> list[Body]:
        bodies = self.bodies_at(start, end, guess=False)
        if bodies and self.rules.name_tail.fullmatch(self.folded, bodies[-1].end, end):
            last = bodies[-1]
            return [*bodies[:-1], replace(last, agency=self.named(last.start, end), end=end)]
        if bodies and (
            not _NAME_GOES_ON.match(self.folded, bodies[-1].end, end) or self.duty_after(bodies[-1].end, end)
        ):
            return bodies
        found = read_agencies(self.context.document, self.context.mentions, start, end)
        spans = [(agency, agency.span) for agency in found if agency.span is not None]
        if len(spans) > 1 and any(_REFERENCE.match(self.folded, span.start) for _, span in spans):
            return [Body(self.named(start, end), False, start, end)]
        if len(spans) > 1 or (spans and spans[0][1].end == end):
            return self._with_branches([Body(agency, False, span.start, span.end) for agency, span in spans])
        return bodies or self.bodies_at(start, end, guess=True) or [Body(self.named(start, end), False, start, end)]

    def _with_branches(self, bodies: list[Body]) -> list[Body]:
        """Return the bodies with "Ngân hàng Nhà nước - Chi nhánh Khu vực II" as the one that it is."""
        whole: list[Body] = []
        for body in bodies:
            gap = self.folded[whole[-1].end : body.start].strip() if whole else ""
            if gap == "-" and body.start not in self.by_start:
                start = whole.pop().start
                body = Body(self.named(start, body.end), False, start, body.end)
            whole.append(body)
        return whole

    def _helpers_after(self, at: int, end: int) -> list[Body]:
        match = self.rules.partners.search(self.folded, at, end)
        if match is None:
            return []
        after = match.end()
        while after < end and self.folded[after] in " :":
            after += 1
        return self.bodies_at(after, end, guess=True)
