"""Who a name means in this plan: opened in full, and looked up with the plan's issuer and date."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from ..models import Header
from ..rules import Rules
from ..text import fold, squeeze
from .agency_names import Name, NameReader
from .agency_rules import Dated, read_agency_rules
from .gazetteer import Around, band_of_level, band_of_unit, core_of, gazetteer, key_of, spaced

# "doanh nghiệp nhỏ và vừa (DNNVV)", "(viết tắt là BCĐ)", "(sau đây gọi tắt là Sở)".
_OWN = regex.compile(
    r"\((?:(?:sau đây )?(?:gọi |viết )?(?:chung |tắt )(?:là )?:? *)?[\"“]?(?P<mark>\p{Lu}[\p{Lu}&-]{1,11})[\"”]?\)"
)
_DOT = regex.compile(r"(Thường trực|Văn phòng|Ban Thường vụ)\. ?")
_ROOM = regex.compile(r"^P\. ?(?=\p{Lu}{2})")  # "P. KHCN", "P.TCCB"
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_MARK = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}&,-]*\p{Lu}\p{N}{0,2}(?![\p{L}\p{N}])")
_BRACKETED = regex.compile(r" *\([\p{Lu}&-]{2,12}\)")
_LOUD = regex.compile(r"[\p{Lu}&]+")
# Bounds of what is remembered from plan to plan.
_KEPT_NAMES = 20_000
_KEPT_SITUATIONS = 200
_UNIT_OF_BAND = {"commune": "xã", "district": "huyện"}
_GOVERNS = regex.compile(
    r"ủy ban|hội đồng nhân dân|tỉnh ủy|thành ủy|huyện ủy|quận ủy|đảng ủy"
    r"|hội |liên đoàn|đoàn |mặt trận|ban thường|ban chấp hành"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A name as written, opened in full, with the id and level of the body it means."""

    text: str
    canonical: str | None
    id: str | None
    level: str | None


class Identity:
    """Opens names and finds their ids, for one plan: its issuer's level and its date decide what a bare name means."""

    def __init__(self, rules: Rules, text: str, header: Header) -> None:
        source = read_agency_rules(rules)
        self.grammar = source.grammar
        self.gazetteer = gazetteer(rules)
        self.persons = source.persons
        self.date = header.date[:7] if header.date else None
        self._marks = dict(source.abbreviations)
        self._before = source.abbreviations_before
        self._marks_before = frozenset(rule.abbreviation for rule in self._before)
        own = find_own_abbreviations(text)
        self._own = {mark: full for mark, full in own.items() if fold(self._marks.get(mark, "")) != fold(full)}
        self._marks.update(self._own)
        self.issuer = header.issuer
        self.issuer_head: str | None = None
        self.band: str | None = None
        self.is_city = False
        if header.issuer:
            self._read_issuer(header.issuer)
        # What a name means depends on nothing else of the plan, so plans of one kind of issuer and month share it.
        situation = (self.band, self.is_city, self.date)
        shared = self.gazetteer.meanings.setdefault(situation, {}) if not self._own else {}
        self._seen: dict[tuple[str, int, str | None], Known] = shared
        if len(self.gazetteer.meanings) > _KEPT_SITUATIONS:
            self.gazetteer.meanings.clear()

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
            band = band_of_unit(name.unit, place, self.gazetteer.cities, Around(None, False, self.date))
            self.is_city = place in self.gazetteer.cities and "thành phố" in folded
        if band is None and name is not None:
            entry = self.gazetteer.find_anywhere(spaced(folded[: name.place]), self.date)
            band = band_of_level(entry.level) if entry is not None and _GOVERNS.match(folded) else None
        self.band = band or "unit"

    def open(self, text: str, after: str = "") -> str:
        """Return ``text`` with its abbreviations opened, blanks single, dashes plain; ``after`` is what follows it."""
        opened = _ROOM.sub("Phòng ", _BRACKETED.sub("", text))
        low = fold(opened + after)

        def full(match: regex.Match[str]) -> str:
            mark = match[0]
            for rule in self._before:
                if rule.abbreviation == mark and low[match.end() :].lstrip(" .").startswith(rule.before):
                    return rule.opened
            return self._marks.get(mark, mark)

        opened = _MARK.sub(full, opened)
        return _tidy(_DOT.sub(r"\1 ", opened))

    def know(self, text: str, name: Name) -> Known:
        """Return what ``name`` in ``text`` means; ``id`` and ``level`` are None when no entry is meant for sure."""
        words = text[name.start : name.end]
        if name.bare:
            return Known(words, self.issuer, None, None)
        key = (words, name.place - name.start, name.unit)
        known = self._seen.get(key)
        if known is None:
            if len(self._seen) > _KEPT_NAMES:
                self._seen.clear()
            known = self._seen[key] = Known(words, *self._identify(words, name))
        return known

    def _identify(self, words: str, name: Name) -> tuple[str | None, str | None, str | None]:
        core, place = words[: name.place - name.start], words[name.place - name.start :]
        if core in self.grammar.acronyms:
            band = self._band(name, place)
            entry = self.gazetteer.find_mark(core, band, self.date)
            if entry is None:
                return None, None, None
            return squeeze(spelled(entry, entry.name) + place), entry.id, entry.level
        loud = words.isupper() and any(
            word not in self._marks and word not in self._marks_before for word in _LOUD.findall(words)
        )
        if loud:
            core, place = self._quiet(core, True), self._quiet(place, False)
        opened = self.open(core, place)
        canonical = opened + self.open_place(place)
        band = self._band(name, place)
        if name.group:
            group = self.gazetteer.find_group(spaced(canonical)) or self.gazetteer.find_group(
                f"{spaced(opened)} các {_UNIT_OF_BAND.get(band or '', '')}"
            )
            if group is not None:
                return canonical, group.id, group.level
        # A name with its place may be listed as it stands ("Hội Liên hiệp Phụ nữ cơ sở").
        listed = self.gazetteer.find_anywhere(canonical, self.date) if name.unit else None
        entry = listed or self.gazetteer.find(core_of(opened), band, self.date)
        if entry is None and (name.unit is None or band is None):
            entry = self.gazetteer.find_anywhere(opened, self.date)
            if entry is not None and not self._is_meant(entry):
                entry = None
        if entry is None:
            return canonical, None, None
        if loud:
            canonical = spelled(entry, opened) + self.open_place(place)
        return canonical, None if name.group and not listed else entry.id, entry.level

    def _is_meant(self, entry: Dated) -> bool:
        """Return whether a bare name of another level means ``entry``: a bare "Phòng Nội vụ" may be a Sở's own.

        A province has no Phòng itself: in its plan the Phòng is the one below that exists on the day.
        """
        below = self.band == "province" and self.date is not None and entry.lives_on(self.date)
        return below or band_of_level(entry.level) in ("central", "province")

    def _quiet(self, words: str, begins: bool) -> str:
        """Return capitals in small letters: "SỞ NỘI VỤ" as "Sở nội vụ", "TỈNH ĐIỆN BIÊN" as "tỉnh Điện Biên"."""
        if begins:
            quiet = _LOUD.sub(lambda m: m[0] if m[0] in self._marks else m[0].lower(), words)
            return quiet[:1].upper() + quiet[1:]
        unit = self.grammar.place.match(fold(words))
        cut = unit.end() if unit else 0
        return words[:cut].lower() + _LOUD.sub(lambda m: m[0].capitalize(), words[cut:])

    def _around(self) -> Around:
        return Around(self.band, self.is_city, self.date)

    def open_place(self, place: str) -> str:
        """Return the tail of places opened, with its leading blank."""
        return " " + self.open(place) if place.strip() else ""

    def _band(self, name: Name, place: str) -> str | None:
        if name.unit is None:
            return self.band
        rest = fold(place).strip().removeprefix(name.unit).strip()
        return band_of_unit(name.unit, rest, self.gazetteer.cities, self._around())


def spelled(entry: Dated, name: str) -> str:
    """Return the listed spelling of ``name`` without its bare unit word."""
    wanted = key_of(core_of(name))
    listed = next((n for n in (entry.name, *entry.aliases) if key_of(core_of(n)) == wanted), entry.name)
    return listed[: len(core_of(listed))]


_DASHES = regex.compile(r"[–—−]")


def _tidy(text: str) -> str:
    """Return ``text`` with tone marks placed in the new way ("Uỷ" as "Ủy"), plain dashes and single blanks."""
    low = fold(text)
    if low != text.lower():
        text = "".join(
            (new.upper() if old.isupper() else new) if old.isalpha() else old
            for old, new in zip(text, low, strict=True)
        )
    return squeeze(_DASHES.sub("-", text))


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
