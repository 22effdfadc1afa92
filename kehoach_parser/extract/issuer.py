"""Who issues a document: the names of the letterhead in full and in normal case, or the words of the preamble."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from ..document import Document
from ..text import fold
from .form import LEADING, FormRules, bases, is_upper

_BRACKETED = regex.compile(r" ?\([^()]{1,40}\)")
_SPLIT = regex.compile(
    r" (?=(?:sở|trường|trung tâm|chi cục|bệnh viện|ban (?:quản lý|chỉ đạo|thường (?:vụ|trực)))\b"
    r"|phòng (?!,|chống)\p{L})"
)
_PLACE_ENDS = regex.compile(
    r"^(?:ubnd|ủy ban nhân dân) (?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn) ?\p{L}+"
)
_SCHOOL_BELOW = regex.compile(
    r"(?:sở|phòng) [^\n]{8,60}? (?P<school>trường (?:th(?:pt|cs)?|trung học|tiểu học|mầm non|mn|ptdt\p{L}t)\b)"
)
_ASTERISK = regex.compile(r"[\s*_|-]+$")
_NUMBER_LINE = regex.compile(r"số? ?:|số [^\n/]{0,20}/")
_AMPERSAND = regex.compile(
    r"(?<=(?<!\p{L})[BCDĐGHKLMNPQRSTVX]{1,6}) ?& ?(?=[BCDĐGHKLMNPQRSTVX]{2,6}(?!\p{L}))"
)  # "GD & ĐT"
_CONNECTED = regex.compile(r"(?:và|của|về|cho|với|-|,)$")

# How much of the text is searched for the issuer's own spelling and for the sentence that names it.
_REACH = 20_000


@dataclass(frozen=True, slots=True)
class Unit:
    """One body of a letterhead: its words as written, and where they stand."""

    text: str
    start: int
    end: int


def read_units(document: Document, form: FormRules, lines: list[tuple[int, int]]) -> list[Unit]:
    """Return the bodies that a letterhead names: a line that begins no name of its own continues the one before."""
    text, folded = document.text, document.folded
    units: list[Unit] = []
    for start, end in lines:
        for at, stop in _cut_line(folded, start, end):
            written = text[at:stop]
            if _NUMBER_LINE.match(folded, at, stop):
                continue  # a number that could not be read is no part of a name
            begins = form.body.match(folded[at:stop]) is not None
            if units and (not begins or _CONNECTED.search(fold(units[-1].text))):
                last = units[-1]
                units[-1] = Unit(f"{last.text} {written}", last.start, stop)
            elif begins or is_upper(written):
                units.append(Unit(written, at, stop))
    return units


def _cut_line(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the names in one line: a UBND and a body under it that were joined are cut apart."""
    place = _PLACE_ENDS.match(folded[start:end])
    if place is None:
        school = _SCHOOL_BELOW.match(folded, start, end)
        return [(start, school.start("school") - 1), (school.start("school"), end)] if school else [(start, end)]
    cut = _SPLIT.search(folded, start + place.end(), end)
    return [(start, cut.start()), (cut.end(), end)] if cut else [(start, end)]


def name_issuer(
    document: Document, form: FormRules, units: list[Unit], symbol: str | None
) -> tuple[str | None, str | None]:
    """Return the issuer and the body above it, in full and in normal case."""
    if not units:
        return None, None
    if symbol and _JOINT.search(fold(symbol)):
        units = [part for unit in units for part in _cut_joint(form, unit)]
    if len(units) > 1 and symbol and _JOINT.search(fold(symbol)):
        own = units[1:] if len(units) > 2 and fold(units[0].text).startswith(("ubnd", "ủy ban nhân dân")) else units
        return " - ".join(spell(document, form, unit.text) for unit in own), None
    names = [spell(document, form, unit.text) for unit in units]
    whole = _whole_name(form, units)
    if whole is not None:
        return spell(document, form, whole), names[-2]
    above = names[-2] if len(names) > 1 else None
    if len(names) > 1 and fold(units[-1].text) in form.organs:
        joined = f"{names[-1]} {names[-2]}"
        return joined, names[-2]
    return names[-1], above


def _whole_name(form: FormRules, units: list[Unit]) -> str | None:
    """Return the name that stands in two lines: "HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH …"."""
    if len(units) < 2 or not _MASS.match(fold(units[-2].text)):
        return None
    below = fold(units[-1].text)
    organ = next((name for name in form.organs if below.startswith(f"{name} ")), None)
    if organ is None or not any(below.startswith(f"{organ} {word} ") for word in form.place_words):
        return None
    above = _NATIONWIDE.sub("", units[-2].text)
    if any(f" {word} " in fold(above) for word in form.place_words):
        return None  # it has its own place
    return f"{units[-1].text[: len(organ)]} {above}{units[-1].text[len(organ) :]}"


_MASS = regex.compile(r"(?:hội|liên đoàn|công đoàn|tổng liên đoàn|mặt trận)(?!\p{L})(?! đồng)")
_NATIONWIDE = regex.compile(r"(?i) Việt Nam *$")


def _cut_joint(form: FormRules, unit: Unit) -> list[Unit]:
    """Return the bodies that a letterhead joins by a dash: "SỞ GIÁO DỤC VÀ ĐÀO TẠO - CÔNG AN TỈNH"."""
    for dash in _DASH.finditer(unit.text):
        if form.body.match(fold(unit.text[dash.end() :])):
            first = Unit(unit.text[: dash.start()], unit.start, unit.end)
            return [first, *_cut_joint(form, Unit(unit.text[dash.end() :], unit.start, unit.end))]
    return [unit]


_DASH = regex.compile(r" [-–] ")
_JOINT = regex.compile(r"(?:khlt|khln|khph|khlt|qcph|ctph|ctrph|lt)\b|lt-")


def spell(document: Document, form: FormRules, name: str) -> str:
    """Return a name of the letterhead opened and in normal case, by the text's own spelling where it has one."""
    name = _AMPERSAND.sub("&", " ".join(_ASTERISK.sub("", name).split()))
    if not is_upper(name):
        return _capital(form.open(name))
    own = find_own_spelling(document, fold(name)) or find_own_spelling(document, fold(form.open(name)))
    if own is None and not _is_known(form, fold(form.open(name))):
        own = find_own_spelling(document, fold(name), bare=True)
    return _capital(form.open(own)) if own else _capital(put_in_case(form, form.open(name)))


def _is_known(form: FormRules, words: str) -> bool:
    """Say whether a name is made of known names and words for places only ("ủy ban nhân dân tỉnh bắc ninh")."""
    rest = form.known_names[0].sub(" ", words)
    return all(word in form.place_words for word in rest.split())


def find_own_spelling(document: Document, words: str, *, bare: bool = False) -> str | None:
    """Return how the text itself writes the folded ``words`` in a sentence; with ``bare``, tones aside."""
    folded, text = document.folded, document.text
    if bare:
        words = bases(words)
        folded = bases(folded[:_REACH])
    best: str | None = None
    capitals = 0
    at = folded.find(words)
    for _ in range(12):
        if at < 0:
            break
        end = at + len(words)
        found = text[at:end]
        whole = not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha())
        if whole and not is_upper(found):
            # The best of a few: "Sở thông tin và Truyền thông" beside "Sở Thông tin và Truyền thông".
            count = sum(map(str.isupper, found))
            if count > capitals:
                best, capitals = found, count
        at = folded.find(words, at + 1, _REACH * 5)
    return best


def put_in_case(form: FormRules, name: str) -> str:
    """Return a name in capitals as it is written inside a sentence, by the names that are known and by its place.

    >>> from kehoach_parser.rules import Rules
    >>> from kehoach_parser.extract.form import read_form
    >>> put_in_case(read_form(Rules.load()), "HỘI LIÊN HIỆP PHỤ NỮ HUYỆN HÓC MÔN")
    'Hội Liên hiệp Phụ nữ huyện Hóc Môn'
    """
    low = fold(name)
    pattern, spelling = form.known_names
    known = [found.span() for found in pattern.finditer(low)]
    named = _SCHOOL.search(low)
    words = pattern.sub(lambda found: spelling[found[0]], low).split(" ")
    plain, written = low.split(" "), name.split(" ")
    proper = False
    at = 0
    for index, word in enumerate(plain):
        here, at = at, at + len(word) + 1
        follows = plain[index + 1] if index + 1 < len(plain) else ""
        place = word in form.place_words or f"{word} {follows}" in form.place_words
        span = next((span for span in known if span[0] <= here < span[1]), None)
        if span is not None:  # "Bảo hiểm xã hội" holds no place, "Đoàn xã" ends before one
            if at > span[1]:
                proper = place or bool(_BEFORE_PLACE.fullmatch(low[slice(*span)]))
            continue
        if place and follows not in _NO_PLACE and not _is_common(plain, index):
            proper = True
        elif (
            (proper and f"{plain[index - 1]} {word}" not in form.place_words)
            or (named is not None and here >= named.end())
            or (index > 0 and plain[index - 1] in ("học", "đẳng", "cấp") and _COLLEGE.search(low[:here]))
        ):
            words[index] = word[:1].upper() + word[1:]
        if word == "và" or word.endswith(","):
            proper = False
            words[index] = word
        elif index > 0 and any(map(str.isdecimal, written[index])):
            words[index] = written[index]  # "PC08"
        elif index > 0 and _CODE.fullmatch(written[index]) and not _VOWEL.search(bases(word)):
            words[index] = written[index]  # an abbreviation that is not known
        elif index > 0 and _ROMAN.fullmatch(written[index]):
            words[index] = written[index]
    return " ".join(words)


def _is_common(words: list[str], index: int) -> bool:
    """Say whether the word for a place at ``index`` is none: "miền núi", "xã hội", but for a commune "Hội Sơn"."""
    follows = words[index + 1].rstrip(",") if index + 1 < len(words) else ""
    if words[index] == "xã":
        return follows == "hội" and index > 0 and words[index - 1] not in ("dân", "ủy", "đoàn", "bộ")
    return words[index] == "miền" and follows == "núi"


# What follows the kind of a school is its name; a college is named after its subject, small letters behind the first.
_SCHOOL = regex.compile(r"\b(?:mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông) ")
_COLLEGE = regex.compile(r"\btrường (?:đại học|cao đẳng|trung cấp) $")
# Names that a place follows without a word for its kind: "Phòng Giáo dục và Đào tạo Hoài Ân", "Huyện ủy Hoài Ân".
_BEFORE_PLACE = regex.compile(r"giáo dục và đào tạo|(?:tỉnh|thành|huyện|thị|quận) (?:ủy|đoàn)")
_NO_PLACE = frozenset(["ủy", "đoàn", "đội"])  # "tỉnh ủy", "xã đội"
_CODE = regex.compile(r"\p{Lu}{2,8}")
_VOWEL = regex.compile(r"[aeiouy]")
_ROMAN = regex.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})")


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def issuer_of_preamble(document: Document, form: FormRules, start: int, end: int) -> tuple[str, int, int] | None:
    """Return the body that the preamble ``text[start:end]`` says issues the plan, as written, and where it stands.

    >>> from kehoach_parser.readers import read_text
    >>> from kehoach_parser.rules import Rules
    >>> from kehoach_parser.extract.form import read_form
    >>> document = read_text("Căn cứ Luật; UBND xã Tân Hội xây dựng Kế hoạch như sau:")
    >>> issuer_of_preamble(document, read_form(Rules.load()), 0, 60)[0]
    'UBND xã Tân Hội'
    """
    text, folded = document.text, document.folded
    for match in form.compiled["chu-the-ban-hanh"].finditer(folded, start, end):
        stop = match.start("act")
        low = max(folded.rfind(mark, max(start, stop - 180), stop) for mark in ".;:\n") + 1
        low = max(low, start, stop - 180)
        # The subject is what follows the last comma; a name with commas inside it begins further to the left.
        at = stop
        while at > low:
            at = max(folded.rfind(",", low, at), low - 1)
            found = LEADING.match(folded, at + 1, stop)
            chunk = found.end() if found else at + 1
            if folded.startswith("chủ tịch ", chunk):
                chunk += len("chủ tịch ")  # who heads the committee issues in its name
            if form.body.match(folded, chunk) and text[chunk].isupper():
                return text[chunk:stop].rstrip(), chunk, chunk + len(text[chunk:stop].rstrip())
            if at < low:
                break
    return None


def complete_name(document: Document, form: FormRules, name: str, title: str | None, place: str | None) -> str:
    """Return a name in full: abbreviations opened, "UBND tỉnh" with the province that the text names."""
    name = " ".join(_BRACKETED.sub("", name).split())
    full = _capital(form.open(name))
    low = fold(full)
    last = max((word for word in form.place_words if low.endswith(f" {word}")), key=len, default="")
    if last:
        proper = _place_after(last, title or "") or _place_after(last, document.text[:_REACH]) or place
        if proper:
            full = f"{full} {proper}"
            if full.split()[-len(proper.split()) - 1] == "Tỉnh":
                full = full.replace(" Tỉnh ", " tỉnh ")
    return full


@lru_cache(maxsize=128)
def _proper_after(word: str) -> regex.Pattern[str]:
    name = r"\p{Lu}\p{Ll}*(?:['’]\p{L}\p{Ll}*)?(?!\p{L})"  # "U Minh Thượng", "Cư M'gar"; a verb begins no name
    verb = r"(?!(?:Xây dựng|Ban hành|Tổ chức|Triển khai|Thực hiện|Căn cứ)(?!\p{L}))"
    return regex.compile(rf"(?i:\b{regex.escape(word)}) {verb}({name}(?: {name}){{0,3}})")


def _place_after(word: str, text: str) -> str | None:
    """Return the proper name that follows ``word`` ("tỉnh") in ``text``, when it is always the same one."""
    found = {match[1] for match in _proper_after(word).finditer(text[:_REACH])}
    found = {name for name in found if not name.startswith(("Ủy", "Uỷ", "Đoàn"))}
    shortest = min(found, key=len, default=None)
    return shortest if shortest and all(name.startswith(shortest) for name in found) else None
