"""Where a name of a body begins and ends in running text: head word, fields, tail of places.

Patterns run on the folded text; the real text's capitals decide. "Sở Tài chính" is a name, "cơ sở tài chính" is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

from .agency_rules import Grammar

# Words of a proper name in the real text: "Đốc Binh Kiều", "EFY", "12", "Bà Rịa - Vũng Tàu".
_PROPER = regex.compile(r"(?: +| *[-–] *)(\p{Lu}[\p{L}\p{N}&’']*|\d{1,2}(?![\p{L}\p{N}/.,%]))")
_LOWER = regex.compile(r" +(\p{Ll}+)(?!\p{L})")
# Patterns with fixed words are of the standard re: regex looks for the words to the end of the text at each match.
_SHORT = re.compile(r" *\([^()\s]{2,12}\)")
_BELONGS = re.compile(r" +(?:thuộc|trực thuộc) +")
_OF = re.compile(r" +(?:thuộc|trực thuộc|của) +")
# "Chính phủ và Kế hoạch này": the second is a document, not a field.
_DOCUMENT = re.compile(r" +(?:này|số|của|ngày|hành động|đã|giai đoạn|năm)(?!\w)")
# "các Vụ thuộc Bộ | xây dựng kế hoạch": the small words are a deed, no field.
_DEED = re.compile(r"(?:Sở|Bộ)(?= +xây dựng +(?:kế hoạch|chương trình|phương án|đề án|dự thảo|văn bản|quy)(?!\w))")
_OFFICE = re.compile(r" *-? *(?=chi nhánh )")
# "Đội Quản lý thị trường số 3", "Hạt Kiểm lâm liên huyện số 3"
_NUMBER = re.compile(r" +(?:liên +(?:huyện|xã|phường) +)?số +\d{1,3}(?![\w/])")
# "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"
_PARKS = re.compile(r" +và +(?:các +)?khu (?:công nghiệp|kinh tế|công nghệ cao|chế xuất)(?!\w)")
# "UBND các xã: Gia Thuận, Tân Điền và Gò Công Đông": two names or more, each with capitals only.
_PLACE = r"\p{Lu}[\p{L}’']*(?: \p{Lu}[\p{L}’']*){0,4}"
_LISTED_PLACES = regex.compile(
    rf"(?: ?:)? +({_PLACE}(?:(?:[,;] ?| và |, và ){_PLACE}(?![\p{{L}}])){{1,40}})(?= ?(?:[.,;:)\n]|\Z| \p{{Ll}}))"
)
# What the issuer itself has: "Văn phòng Sở", "Lãnh đạo Ban".
_OF_THE_ISSUER = frozenset(
    {"lãnh đạo", "văn phòng", "thanh tra", "công đoàn", "đảng ủy", "giám đốc", "chánh văn phòng"}
)
_HEADS_OF_MANY = frozenset({"ban thường vụ", "btv", "ban chấp hành", "bch", "thường trực", "ban thường trực", "bí thư"})
# "Văn phòng Sở", "Giám đốc Sở" in the plan of another body too; "Văn phòng Sở Nội vụ" has more of a name.
_ITS_BODY = regex.compile(r" +(?:Sở|Bộ)(?! +\p{Lu}|[\p{L}\p{N}])")
_BRANCH = re.compile(r" +(?:ngành|khối|cụm) +")


@dataclass(slots=True)
class Name:
    """A name at ``text[start:end]``; ``place`` is where its tail of places begins (``end`` when it has none)."""

    start: int
    end: int
    place: int
    unit: str | None = None
    group: bool = False
    bare: bool = False


class NameReader:
    """Reads names in one text. ``issuer_head`` is the head word that, standing alone, means the issuer ("Ban")."""

    def __init__(self, grammar: Grammar, text: str, folded: str, issuer_head: str | None = None) -> None:
        self.grammar = grammar
        self.text = text
        self.folded = folded
        self.issuer_head = issuer_head

    def read(self, start: int, end: int, depth: int = 0) -> Name | None:
        """Return the name that begins with the head word ``text[start:end]``, or None when there is none."""
        grammar = self.grammar
        head = self.folded[start:end]
        if " " in head:
            head = " ".join(head.split()).replace(" ,", ",")
        if head in grammar.never:
            return None
        upper = self.text[start].isupper()
        if head in grammar.carriers and depth < 3:
            nested = self._nested(end, depth, head in _HEADS_OF_MANY)
            named = nested is not None and (not nested.bare or head in _OF_THE_ISSUER)
            if nested is not None and named and (upper or head in grammar.officers):
                return Name(start, nested.end, nested.place, nested.unit, nested.group)
            its_body = _ITS_BODY.match(self.text, end) if nested is None and head in _OF_THE_ISSUER else None
            if its_body is not None and (upper or head in grammar.officers):
                return Name(start, its_body.end(), its_body.end())
        if head in grammar.quantifiers:
            return self._group(start, depth)
        if head in grammar.bare_starts or head in ("sở", "ban", "bộ"):
            listed = grammar.bare_group.match(self.folded, start)
            stop = self._before_name(start, listed.end()) if listed is not None else end
            if listed is not None and (stop > end or stop == listed.end()):
                end = stop  # "(Văn phòng) Sở | và Phòng Quản lý xe" is no list
                return Name(start, end if depth else self._owner(end, _OF), end, group=True)
        if head in grammar.officers and head not in grammar.heads and head not in grammar.whole:
            return None
        if head in grammar.acronyms_folded:
            return self._acronym(start, end, depth)
        return self._named(start, end, head, upper, depth)

    def _nested(self, end: int, depth: int, of_many: bool = False) -> Name | None:
        at = end
        while at < len(self.folded) and self.folded[at] in " .":
            at += 1
        if at == end:
            return None
        match = self.grammar.begin.match(self.folded, at)
        if match is None:
            return None
        if of_many and match[0] == "các" and not depth:
            return self._group(at, 1)  # "Ban Thường vụ các huyện ủy, thành ủy"
        if not self.text[at].isupper() and match[0] not in self.grammar.whole:
            return None
        return self.read(at, match.end(), depth + 1)

    def _acronym(self, start: int, end: int, depth: int) -> Name | None:
        if self.text[start:end] not in self.grammar.acronyms or _in_symbol(self.text, start, end):
            return None
        return self._with_place(start, end, end, depth)

    def _named(self, start: int, end: int, head: str, upper: bool, depth: int) -> Name | None:
        grammar, text, folded = self.grammar, self.text, self.folded
        if text[start:end].isupper() and _in_symbol(text, start, end):
            return None
        whole = head in grammar.whole
        if not upper and not whole and text[end : end + 1] == " " and text[end + 1 : end + 2].islower():
            return None  # most of them: "hội nghị", "phòng ngừa"
        at = end
        short = _SHORT.match(text, at)
        if short and not short[0].isupper():
            short = None
        if short:
            at = short.end()
        if not upper and not whole and not self._capital_after(at):
            return None
        loud = text[start:end].isupper() and head not in grammar.abbreviations_folded
        if head in grammar.placed:
            if not self._place_at(at) and grammar.province.match(folded, at) is None:
                return None
        elif whole and head not in grammar.heads:
            if head not in grammar.closed:
                at = self._fields(at, head, loud, first=False)
            elif not self._place_at(at) and not self._province_at(at) and not loud:
                at = self._proper_run(at, False, head)
        else:
            at = self._fields(at, head, loud)
        if head in grammar.placed or self._province_at(at):
            return self._with_place(start, at, at, depth)
        if at == end or (short and at == short.end() and not whole):
            if whole and (upper or end - start > 12 or self._place_at(at)):
                return self._with_place(start, at, end, depth)
            titled = folded.endswith("trưởng ", 0, start)
            goes_on = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()  # "Ban | Hỗ trợ phụ nữ"
            if upper and head == self.issuer_head and not titled and not goes_on and not self._shouted(start):
                return Name(start, end, end, bare=True)
            if not upper or (len(head) < 7 and head not in grammar.local_heads):
                return None
            placed = self._with_place(start, end, end, depth)
            # "Ban Chỉ đạo", "Tổ công tác" stand for the one that the plan is about; "Bệnh viện" stands for none.
            return placed if placed.unit or head.count(" ") > 1 else None
        return self._with_place(start, at, at, depth)

    def _capital_after(self, at: int) -> bool:
        match = _PROPER.match(self.text, at)
        return match is not None and not self.grammar.stop.match(self.folded, match.start(1))

    def _place_at(self, at: int) -> bool:
        return self.grammar.place.match(self.folded, at) is not None

    def _province_at(self, at: int) -> bool:
        match = self.grammar.province.match(self.folded, at)
        return match is not None and self.text[match.start(1)].isupper()

    def _shouted(self, start: int) -> bool:
        line = self.text[start : start + 24]
        return line.isupper()

    def _fields(self, at: int, head: str, loud: bool, first: bool = True) -> int:
        """Return where the fields and proper words after the head end; ``at`` when there are none."""
        text, folded, grammar = self.text, self.folded, self.grammar
        while True:
            match = grammar.field.match(folded, at)
            if match is not None and self._field_fits(match, at, first, head):
                at = match.end()
                first = False
                branch = _BRANCH.match(folded, at)
                if branch and text[branch.end() : branch.end() + 1].isupper():
                    at = branch.end() - 1
                continue
            if self._province_at(at):
                return at
            parks = _PARKS.match(folded, at) if head in grammar.open_heads and not first else None
            if parks is not None:
                at = parks.end()
                continue
            run = at if loud else self._proper_run(at, first, head)
            if run == at:
                return at
            at, first = run, False

    def _field_fits(self, match: re.Match[str], at: int, first: bool, head: str) -> bool:
        start = match.start(1)
        capital = self.text[start].isupper()
        joined = self.folded[at:start].strip()
        if joined:
            if not capital or (joined == "," and first):
                return False
            begin = self.grammar.begin.match(self.folded, start)
            if begin is not None and begin.end() >= match.end():
                return False
            if _DOCUMENT.match(self.folded, match.end()):
                return False
            return joined != "," or self._chain_ends(match.end())
        if capital or (first and match[1] in self.grammar.lower_fields):
            return True
        # "Ban Chỉ đạo chuyển đổi số" is a name, "Ban Chỉ đạo kiểm tra" a sentence.
        return head in self.grammar.open_heads and match[1] not in self.grammar.stops

    def _chain_ends(self, at: int) -> bool:
        """Return whether a list of fields goes on to its "và": only then its commas are inside one name."""
        match = self.grammar.field.match(self.folded, at)
        return (
            match is not None
            and self.folded[at : match.start(1)].strip() == "và"
            and self.text[match.start(1)].isupper()
            and self.grammar.begin.match(self.folded, match.start(1)) is None
        )

    def _proper_run(self, at: int, first: bool, head: str) -> int:
        text, folded, grammar = self.text, self.folded, self.grammar
        start, words = at, 0
        acronym = False
        while words < 8:
            match = _PROPER.match(text, at)
            if match is None:
                break
            word = match.start(1)
            if grammar.stop.match(folded, word) or (words == 0 and text[word].isdecimal()):
                break
            if words and grammar.field.match(folded, at) and _LOWER.match(text, match.end()):
                break
            if grammar.place.match(folded, word - 1) or (words and self._province_at(word - 1)):
                break
            begin = grammar.begin.match(folded, word)
            if begin is not None and begin[0] in grammar.strong and (words == 0 or not folded[at:word].isspace()):
                break
            if match[1].isupper() and len(match[1]) > 1:
                acronym = True
            words += 1
            at = match.end()
            if words == 1 and (first or head in grammar.long_heads):
                low = _LOWER.match(text, at)
                after = _PROPER.match(text, at)
                if low and not after and not grammar.place.match(folded, at):
                    if grammar.stop.match(folded, low.start(1)):
                        return at if acronym else start
                    return low.end()
        if words == 0 or (words == 1 and not acronym):
            return start
        return at

    def _with_place(self, start: int, at: int, core: int, depth: int = 0) -> Name:
        """Return the name with its tail of places: "tỉnh Điện Biên", "cấp xã", "các xã, phường", "thuộc Sở Y tế"."""
        grammar, folded = self.grammar, self.folded
        if not grammar.tail.match(folded, at) and not folded.endswith(" thuộc", 0, at):
            return Name(start, at, core)  # most names: no place and no owner follows
        unit, group = None, False
        number = _NUMBER.match(folded, at)
        if number is not None:
            at = core = number.end()
        if self._province_at(at):
            unit, at = "tỉnh", grammar.province.match(folded, at).end()  # type: ignore[union-attr]
        for _ in range(4):
            match = grammar.place.match(folded, at)
            if match is None:
                break
            unit = unit or match[0].strip()
            at = match.end()
            if match["many"] or match[0].lstrip().startswith("cấp "):
                group = True
                listed = _LISTED_PLACES.match(self.text, at)
                if listed is not None and not grammar.begin.match(folded, listed.start(1)):
                    at = listed.end()
                elif not folded.startswith(" được ", at):  # said of the committees, no part of their name
                    tail = grammar.group_tail.match(folded, at)
                    at = tail.end() if tail else at
                if folded.endswith("đặc khu", 0, at):
                    at = self._place_name(at, depth, "đặc khu")  # a province has one or two, which are named
                break
            proper = self._place_name(at, depth, match[0].strip())
            if proper == at and match["one"] in grammar.places:
                continue
            if proper > at and folded[proper : proper + 1] == ",":
                further = grammar.place.match(folded, proper + 1)
                if (
                    further
                    and further["one"]
                    and self._place_name(further.end(), depth, further[0].strip()) > further.end()
                ):
                    proper += 1  # "xã Tân Hội, tỉnh An Giang"
            at = proper
        office = _OFFICE.match(folded, at) if depth == 0 else None
        if office is not None and self.text[office.end()].isupper():
            branch = self.read(office.end(), office.end() + len("chi nhánh"), 1)
            at = branch.end if branch is not None else at
        return Name(start, self._owner(at) if depth == 0 else at, core, unit, group)

    def _place_name(self, at: int, depth: int, unit: str = "") -> int:
        """Return where the proper name after a unit word ends; ``at`` when the unit stands alone."""
        grammar, start = self.grammar, at
        for _ in range(5):
            proper = _PROPER.match(self.text, at)
            if proper is None:
                break
            # "UBND tỉnh Chủ trì" goes on with a verb, "quận Hoàn Kiếm" does not: its second word is a capital too.
            if grammar.stop.match(self.folded, proper.start(1)) and _LOWER.match(self.text, proper.end()):
                break
            begin = grammar.begin.match(self.folded, proper.start(1))
            if (
                begin is not None
                and begin[0] in grammar.strong
                and (depth > 1 or self.read(begin.start(), begin.end(), depth + 2))
            ):
                break  # another name begins; "Hội" of "xã Tân Hội" begins none
            at = proper.end()
        # Every province has two words or more: "UBND tỉnh Sửa đổi Kế hoạch" goes on with another phrase.
        word = self.text[start:at].strip()
        alone = unit in ("tỉnh", "") and len(word) > 1 and word.isalpha() and word == word.capitalize()
        return start if alone and _LOWER.match(self.text, at) else at

    def _owner(self, at: int, belongs_to: re.Pattern[str] = _BELONGS) -> int:
        """Return where "thuộc Sở Y tế" after a name ends; ``at`` when it has none."""
        belongs = belongs_to.match(self.folded, at)
        if belongs is None and not self.folded.endswith(" thuộc", 0, at):
            return at
        begin = self.grammar.begin.match(self.folded, belongs.end() if belongs else at + 1)
        if begin is None or not self.text[begin.start()].isupper():
            return at
        deed = _DEED.match(self.text, begin.start())
        if deed is not None:
            return deed.end()
        owner = self.read(begin.start(), begin.end(), 1)
        if owner is not None:
            return owner.end
        # "các phòng ban thuộc Sở": the one that everybody in the plan calls so.
        return begin.end() if begin[0] in self.grammar.heads and " " not in begin[0] else at

    def _group(self, start: int, depth: int) -> Name | None:
        match = self.grammar.group.match(self.folded, start)
        plural = self._plural(start) if not depth else None
        if plural is not None and (match is None or plural.end > match.end()):
            return plural
        if match is None:
            return None
        end = self._before_name(start, _undouble(self.folded, start, match.end()))
        if self.folded.endswith("thành viên", start, end) and self.folded.startswith(" ", end):
            begin = self.grammar.begin.match(self.folded, end + 1)
            of = self.read(end + 1, begin.end(), 1) if begin and self.text[end + 1].isupper() else None
            end = of.end if of else end  # "các thành viên Ban Chỉ đạo tỉnh"
        return Name(start, end if depth else self._owner(end, _OF), end, group=True)

    def _before_name(self, start: int, end: int) -> int:
        """Return where a group ends when its last noun begins a name: "các cơ quan Trung ương, | Bộ Tài chính"."""
        joint = max(self.folded.rfind(", ", start, end), self.folded.rfind(" và ", start, end))
        last = joint + (2 if self.folded[joint] == "," else 4)
        if joint <= start or last >= end or not self.text[last].isupper():
            return end
        begin = self.grammar.begin.match(self.folded, last)
        name = self.read(last, begin.end(), 1) if begin else None
        return joint if name is not None and name.end > end else end

    def _plural(self, start: int) -> Name | None:
        """Return the name of several bodies of one name: "các Trung tâm Y tế", "các Tổ công nghệ số cộng đồng"."""
        at = self.folded.find(" ", start) + 1
        if not self.folded.startswith(("các ", "mỗi ", "từng "), start) or not self.text[at : at + 1].isupper():
            return None
        begin = self.grammar.begin.match(self.folded, at)
        name = self.read(at, begin.end(), 1) if begin is not None else None
        return None if name is None or name.bare else Name(start, name.end, name.place, name.unit, True)


def _undouble(folded: str, start: int, end: int) -> int:
    """Return where a group ends when its last words are typed twice: "đơn vị chuyên môn chuyên môn"."""
    words = folded[start:end].split(" ")
    if len(words) > 4 and words[-2:] == words[-4:-2]:
        return end - len(words[-1]) - len(words[-2]) - 2
    return end


def _in_symbol(text: str, start: int, end: int) -> bool:
    """Return whether the capitals stand in a document symbol: "63/KH-UBND"."""
    before = text[max(0, start - 3) : start].rstrip()
    return before[-1:] in ("/", "-") and before[-2:-1].isalnum()
