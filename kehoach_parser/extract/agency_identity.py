"""Who a name means in this plan: opened in full, and looked up with the plan's issuer and date."""

from __future__ import annotations

import regex

from ..models import Agency, Header, Span
from ..rules import Rules
from ..text import fold, squeeze
from .agency_names import Name, NameReader
from .agency_rules import read_agency_rules
from .gazetteer import band_of_level, band_of_unit, core_of, gazetteer, spaced

# "doanh nghiệp nhỏ và vừa (DNNVV)", "(viết tắt là BCĐ)", "(sau đây gọi tắt là Sở)".
_OWN = regex.compile(
    r"\((?:(?:sau đây )?(?:gọi |viết )?(?:chung |tắt )(?:là )?:? *)?[\"“]?(?P<mark>\p{Lu}[\p{Lu}&-]{1,11})[\"”]?\)"
)
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_MARK = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}&,-]*\p{Lu}\p{N}{0,2}(?![\p{L}\p{N}])")
_BRACKETED = regex.compile(r" *\([\p{Lu}&-]{2,12}\)")
_HEADS_OF_LEVEL = ("uy ban", "hội đồng nhân dân")
_GOVERNS = regex.compile(r"ủy ban|hội đồng nhân dân|tỉnh ủy|thành ủy|huyện ủy|quận ủy|đảng ủy|hội |liên đoàn|đoàn |mặt trận|ban thường|ban chấp hành")


class Identity:
    """Opens names and finds their ids, for one plan: its issuer's level and its date decide what a bare name means."""

    def __init__(self, rules: Rules, text: str, header: Header) -> None:
        source = read_agency_rules(rules)
        self.grammar = source.grammar
        self.gazetteer = gazetteer(rules)
        self.persons = source.persons
        self.date = header.date
        self._marks = dict(source.abbreviations)
        self._before = source.abbreviations_before
        self._own = find_own_abbreviations(text)
        self._marks.update(self._own)
        self._seen: dict[tuple[str, int, str | None, bool], tuple[str | None, str | None, str | None]] = {}
        self.issuer = header.issuer
        self.issuer_head: str | None = None
        self.band: str | None = None
        self.is_city = False
        if header.issuer:
            self._read_issuer(header.issuer)

    def _read_issuer(self, issuer: str) -> None:
        folded = fold(issuer)
        match = self.grammar.begin.match(folded)
        if match is None:
            return
        self.issuer_head = match[0].split(" ")[0]
        name = NameReader(self.grammar, issuer, folded).read(0, match.end())
        band = None
        if name is not None and name.unit and _GOVERNS.match(folded):
            place = folded[name.place : name.end].replace(name.unit, "", 1).strip()
            band = band_of_unit(name.unit, place, self.gazetteer.cities, None, False)
            self.is_city = place in self.gazetteer.cities and "thành phố" in folded
        if band is None and name is not None:
            entry = self.gazetteer.find_anywhere(core_of(folded[: name.place]), self.date)
            band = band_of_level(entry.level) if entry is not None and _GOVERNS.match(folded) else None
        self.band = band or "unit"

    def open(self, text: str) -> str:
        """Return ``text`` with its abbreviations opened, blanks single, dashes plain."""
        opened = _BRACKETED.sub("", text)
        low = fold(opened)
        def full(match: regex.Match[str]) -> str:
            mark = match[0]
            for rule in self._before:
                if rule.abbreviation == mark and low[match.end() :].lstrip(" .").startswith(rule.before):
                    return rule.opened
            return self._marks.get(mark, mark)
        opened = _MARK.sub(full, opened)
        return _tidy(opened)

    def agency(self, text: str, name: Name) -> Agency:
        """Return the agency that ``name`` in ``text`` means, with ``id`` and ``level`` None when no entry is meant."""
        words = text[name.start : name.end]
        key = (words, name.place - name.start, name.unit, name.bare)
        known = self._seen.get(key)
        if known is None:
            known = self._seen[key] = self._identify(words, name)
        canonical, id_, level = known
        return Agency.model_construct(
            text=words, canonical=canonical, id=id_, level=level, span=Span.model_construct(start=name.start, end=name.end)
        )

    def _identify(self, words: str, name: Name) -> tuple[str | None, str | None, str | None]:
        if name.bare:
            return self.issuer, None, None
        core, place = words[: name.place - name.start], words[name.place - name.start :]
        if core in self.grammar.acronyms:
            band = self._band(name, place)
            entry = self.gazetteer.find_mark(core, band, self.date)
            if entry is None:
                return None, None, None
            return squeeze(core_name(entry.name) + place), entry.id, entry.level
        opened = self.open(core)
        canonical = _sentence_case(opened + self.open_place(place))
        if name.group:
            entry = self.gazetteer.find_group(spaced(canonical).replace(" - ", " - "))
            if entry is not None:
                return canonical, entry.id, entry.level
        band = self._band(name, place)
        entry = self.gazetteer.find(core_of(opened), band, self.date)
        if entry is None and (name.unit is None or band is None):
            entry = self.gazetteer.find_anywhere(core_of(opened), self.date)
        if entry is None:
            return canonical, None, None
        if name.group and not name.unit:
            return canonical, None, entry.level
        return canonical, entry.id, entry.level

    def open_place(self, place: str) -> str:
        """Return the tail of places opened, with its leading blank."""
        return " " + self.open(place) if place.strip() else ""

    def _band(self, name: Name, place: str) -> str | None:
        if name.unit is None:
            return self.band
        rest = fold(place).strip().removeprefix(name.unit).strip()
        return band_of_unit(name.unit, rest, self.gazetteer.cities, self.band, self.is_city)


def core_name(name: str) -> str:
    """Return an entry's name without its bare unit word."""
    return name[: len(core_of(name))] if fold(name).startswith(core_of(name)) else name


def _tidy(text: str) -> str:
    return squeeze(regex.sub(r"(?<=\s)[–—−](?=\s)|[–—−]", "-", text)).replace("Uỷ", "Ủy").replace("uỷ", "ủy")


def _sentence_case(name: str) -> str:
    letters = [c for c in name if c.isalpha()]
    if len(letters) > 8 and all(c.isupper() for c in letters):
        return name[0] + name[1:].lower()
    return name


def find_own_abbreviations(text: str) -> dict[str, str]:
    """Return the abbreviations that the plan defines in brackets after their words.

    >>> find_own_abbreviations("các doanh nghiệp nhỏ và vừa (DNNVV) của tỉnh")
    {'DNNVV': 'doanh nghiệp nhỏ và vừa'}
    """
    own: dict[str, str] = {}
    for match in _OWN.finditer(text):
        mark = match["mark"]
        letters = [c for c in mark.lower() if c.isalpha()]
        window = text[max(0, match.start() - 120) : match.start()]
        words = list(_WORD.finditer(window))
        for extra in range(3):
            taken = words[-(len(letters) + extra) :]
            if len(taken) < len(letters):
                break
            if _spells(letters, [w[0].lower() for w in taken]) and taken[0][0][0].lower() == letters[0]:
                own.setdefault(mark, squeeze(window[taken[0].start() :]).rstrip(" ,"))
                break
    return own


def _spells(letters: list[str], words: list[str]) -> bool:
    at = 0
    for word in words:
        if at < len(letters) and word[0] == letters[at]:
            at += 1
    return at == len(letters)
