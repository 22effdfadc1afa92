"""One rule for all formats: does the next line of the file carry on the paragraph, or does it begin a new one?

A file breaks a paragraph where the page or the terminal was full. Readers know how sure that is and say so (``gap``):

* ``"hard"``: the format says that a new paragraph begins (a Markdown hard break, a heading, a cell);
* ``"line"``: a line end, an empty line or a page end; most often a new paragraph, but it may cut a sentence
  ("… theo Quyết định số", "2282/QĐ-TTg …");
* ``"wrap"``: a line end inside a paragraph; most often nothing, but a list may begin ("- Bộ Công an;");
* ``"inside"``: a line end inside one emphasis ("**TM. ỦY BAN | NHÂN DÂN**"): nothing, but before a part of form.

A heading, a marker ("a)", "1.", "-", "I.") and the parts of form (motto, "Số:", "Nơi nhận:", "TM.", "KT.") are never
glued to the line before them.
"""

from __future__ import annotations

from typing import Literal

import regex

from ..text import closes_bracket, fold

Gap = Literal["hard", "line", "wrap", "inside"]

_BULLET = regex.compile(r"(?:[-–—+*]|[•●▪◦·§➢✓⁃►➔→\uf0b7\uf0d8\uf0fc\uf02d\uf0a7])(?:\s|\p{L})")
_NUMBERED = regex.compile(
    r"\(?(?:"
    r"\d{1,2}(?:\. ?\d{1,2}){0,4} ?[.)](?!\d)"  # 1.  1)  1.1.  2. 1.
    r"|\d{1,2}[/-] ?(?=\p{Lu}\p{Ll})"  # 1/ Sở Nội vụ, but not 57-NQ/TW
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=\p{Lu})"  # 1.1 Mục tiêu
    r"|\p{Ll}\d{0,2}\)|[a-zđ]\d?[./](?=\s)|\p{Lu}\.(?=\s)"  # a)  b.  c/  A.
    r"|[IVXLC]{1,7} ?[.)/:–-]"  # IV.  I-  II/
    r"|\[\d{1,3}\]"  # [1] note
    r"|Điều \d{1,3}\.(?=\s|$)"  # an article of the decision that carries the plan
    r")"
)
# Parts of form, on the folded line. Each is a line of its own wherever it stands.
_FORM = regex.compile(
    r"cộng h[òo]a xã hội chủ nghĩa|đảng cộng sản việt nam$|độc lập ?- ?tự do|nơi nhận ?:?$|nơi nhận ?:"
    r"|(?:tm|kt|tl|tuq|q|t/m|k/t|t/l)\. ?\p{L}|(?:t/m|k/t|t/l) \p{L}"
    r"|số? ?: ?[\d.…_ ]{0,16}/ ?\p{L}|số [\d.…_ ]{1,12}-\p{L}{2}|số ?:? ?- ?\p{L}{1,4}/"
    r"|số ?: ?\d{1,5} ?(?:kh|hd|tb|nq|qđ|cv|ct|ctr|bc|kl) ?/"
    r"|kính gửi ?:|phụ lục(?: [ivxlc\d]{1,5})?$|kế hoạch$|quyết định:?$|(?:v/v|về việc) |_{3,}"
    r"|(?:phó |q\. ?)?(?:chủ tịch|giám đốc|bí thư|hiệu trưởng|trưởng ban|trưởng phòng|chi cục trưởng|cục trưởng"
    r"|chánh văn phòng|tổng giám đốc)$"
)
_OPEN_FORM = regex.compile(r"v/v|về việc|kính gửi")  # these run over several lines
_PLACE_AND_DATE = regex.compile(
    r"[\p{L}. ]{2,40}, ?(?:ngày|tháng)[\d….\s]{0,12}(?:tháng|năm)"
    r"|[\p{L}. ]{2,40} ngày[\d….\s]{0,12}tháng[\d….\s]{0,12}năm[\d….\s]{0,12}$"  # "Điện Biên ngày 18 tháng 02 năm 2021"
)
# The first part of a place whose name the line broke: "Sơn", "La, ngày …"; "Bà Rịa - Vũng", "Tàu, ngày …".
_HALF_PLACE = regex.compile(r"(?!(?:Hội|Đoàn|Đội|Ban|Sở|Phòng|Trường)\b)\p{Lu}\p{Ll}*(?: (?:[-–] )?\p{Lu}\p{Ll}*){0,3}")
_HALF_WORD = regex.compile(r"\p{Lu}\p{Ll}*")
_HALF_DATE = regex.compile(r"[\p{L}. -]{2,40},? ngày[\d….\s]{0,12}(?:tháng[\d….\s]{0,12})?")
_REST_OF_DATE = regex.compile(r"(?:\d{1,2} )?(?:tháng[\d….\s]{0,12})?năm[\d….\s]{0,12}")
# A new ground of the preamble: it stands on a line of its own behind one that is closed, or behind a title.
_GROUND = regex.compile(r"(?:căn cứ|xét đề nghị|theo đề nghị)\b")
# What begins the body under a trích yếu in capitals; the trích yếu itself does not go on in small letters.
_OPENS_BODY = regex.compile(
    r"(?:căn cứ|(?:xét|theo) đề nghị|thực hiện|triển khai|để|nhằm|trên cơ sở|tiếp tục|hưởng ứng|phát huy"
    r"|(?:ubnd|ủy ban nhân dân) (?:tỉnh|thành|huyện|quận|thị|xã|phường))(?= )"
)
# Words that headings in capitals are made of and that a web page breaks in two: "TỔ CHỨC THỰC", "HIỆN".
_HALVES = {
    "thực": "hiện", "giải": "pháp", "biện": "pháp", "nhiệm": "vụ", "kinh": "phí", "lập": "kế hoạch", "kế": "hoạch",
    "yêu": "cầu", "mục": "đích|tiêu", "báo": "cáo", "trách": "nhiệm", "nội": "dung", "kết": "quả", "tổ": "chức",
    "tiến": "độ", "thời": "gian",
}  # fmt: skip
_HALVED = regex.compile(
    "(?:" + "|".join(rf"\b{first}\n(?:{rest})" for first, rest in _HALVES.items()) + r")\b"
    r"|\b(?:tỉnh|thành|huyện|quận|thị|đảng)\nủy\b(?! ban)"
)
# Names of bodies that a line breaks before a capital: "… của Thủ tướng", "Chính phủ"; "… số 5/TTr-BATGT của Ban".
_HALF_NAME = regex.compile(r"\bthủ tướng\nchính phủ|\blao động(?: ?[-–,])?\nthương binh")
_CITED = regex.compile(r"^(?:căn cứ|(?:xét|theo) đề nghị)|\bsố \d{1,5} ?[/-]")
_HALF_OFFICE = regex.compile(r"\b(?:chủ tịch|văn phòng|thường trực|lãnh đạo)\n(?:ubnd|ủy ban nhân|hđnd|hội đồng)")
_HALF_BODY = regex.compile(r"\bcủa (?:bộ|sở|ban|ủy ban|hội|hội đồng|cục|tổng cục|văn phòng|giám đốc|chủ tịch)$")
_DECIDES = regex.compile(
    r"(?:chủ tịch|bộ trưởng|thủ tướng|giám đốc)[ ,]"
    r"|(?:ủy ban nhân dân|ubnd) (?:tỉnh|thành|huyện|quận|thị|xã|phường) [^,]+$"
)
_CLOSED = regex.compile(r"[.!?;:…/][\"”»')\]]{0,2}$")
_CLOSING = frozenset(".!?;:…/\"”»')]\n")
# Words that no paragraph ends with, but for compounds of theirs that end headings ("2. Các đơn vị trực thuộc").
HANGING = regex.compile(
    r"(?<!\b(?:trực|phụ|kèm|tiếp|hiện|tồn) )\b(?:của|và|các|những|theo|về|cho|tại|trong|với|là|do|từ|đến|để|thuộc|giữa"
    r"|hoặc|hay|mỗi|khi|nhằm|bởi|như|sẽ|phải|quy định tại|kế hoạch số"
    r"|(?:để|nhằm|việc|tục|phải|cần|sẽ) (?:thực hiện|triển khai|xây dựng|tham mưu|ban hành|tổ chức|phối hợp))$"
    r"|,$"
)
# Words that hang only where a figure follows: "Quyết định số", "2282/QĐ-TTg", but not "2. Hạ tầng số", "Phát triển …".
BEFORE_NUMBER = regex.compile(
    r"\b(?:ngày|tháng|năm|quý|khoản|điểm|điều|mục|phụ lục|đạt|trên|dưới|hơn|khoảng|gồm|có|là|lúc|khóa|nghị định"
    r"|thông tư|quyết định|nghị quyết|công văn|chỉ thị|hướng dẫn)$"
)
_BEFORE_FIGURE = regex.compile(r"\b(?:số|ngày|tháng|năm)$")
_SYMBOL = regex.compile(r"\d{1,5} ?[/-] ?\p{L}")  # 2282/QĐ-TTg
_CONNECTIVE = regex.compile(r"(?:và|của|trên địa bàn|trong|tại|giai đoạn|năm \d|đến năm|theo|về|cho|với|nhằm)\b")
CUT_SYMBOL = regex.compile(r"(?:[\p{L}\d][-/–]|[\d\p{Lu}] ?[/-])$")
_MOTTO = "cộng hòa xã hội chủ nghĩa việt nam"
_PART = regex.compile(
    r"(?:phần|chương) (?:(?:thứ )?(?:nhất|một|hai|ba|tư|bốn|năm)|[ivx]{1,4}|\d{1,2})(?:$| ?[.:](?!\d))"
)
_NATION = regex.compile(r"CỘNG H\p{L}{1,2} XÃ HỘI|Độc lập ?[-–] ?Tự do")
_YEAR = regex.compile(r"(?:19|20)\d\d(?!\d)")
_LONG = 60


def marker_end(line: str) -> int:
    """Return where the number of a division ends at the head of ``line``; 0 when it has none."""
    marker = _NUMBERED.match(line)
    return marker.end() if marker else 0


def starts_item(line: str) -> bool:
    """Say whether ``line`` begins with the marker of a list or a division ("- ", "a)", "1.2.", "IV.").

    >>> starts_item("1.2. Chỉ tiêu"), starts_item("2282/QĐ-TTg"), starts_item("2025. Định kỳ")
    (True, False, False)
    """
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def is_form(line: str) -> bool:
    """Say whether ``line`` is a part of form: motto, number, place and date, recipients, authority, position."""
    if line[:1].islower():
        return False
    folded = fold(line[:100])
    return bool(_FORM.match(folded)) or bool(len(line) < _LONG and _PLACE_AND_DATE.match(folded))


def is_capital(line: str) -> bool:
    """Say whether ``line`` is written in capitals."""
    return line.isupper() and sum(map(str.isalpha, line[:24])) > 1


def is_closed(line: str) -> bool:
    """Say whether ``line`` ends as a sentence or an item of a list does."""
    return line[-1:] in _CLOSING and bool(_CLOSED.search(line[-4:]))


def ends_paragraph(line: str) -> bool:
    """Say whether no line after a ``"line"`` gap can carry on ``line``: most lines of most files."""
    return is_closed(line) and not line.endswith("ố:")


def joint(previous: str, following: str) -> str:
    """Return what to put between two halves of a line: nothing inside a symbol ("52-", "CT/TW"), else a blank."""
    if following[0] == "/" and following[1:2].isalpha():
        return ""
    if following[0].isalnum() and CUT_SYMBOL.search(previous[-3:]) and not previous.endswith(" -"):
        return ""
    return " "


def carries_on(previous: str, following: str, gap: Gap) -> bool:
    """Say whether ``following`` belongs to the same paragraph as ``previous``.

    >>> carries_on("bám sát theo Quyết định số", "2282/QĐ-TTg của Thủ tướng", "line")
    True
    >>> carries_on("1. Mục đích", "Nâng cao nhận thức", "line")
    False
    >>> carries_on("Nơi nhận:", "- Bộ Công an;", "wrap")
    False
    """
    if gap == "hard" or not previous or not following:
        return False
    if gap == "line" and ends_paragraph(previous):
        return False
    if gap != "line" and following[0].islower() and not {".", ")"} & set(following[:4]):
        return True  # most lines of a wrapped text
    if _in_motto(previous, following) or _parts_a_place(previous, following, gap) or _parts_a_date(previous, following):
        return True
    if len(following) < 12 and closes_bracket(previous, following):
        return True
    if is_form(following):
        return False
    if gap == "inside":
        return not starts_item(following) or not is_closed(previous)
    if previous.endswith("ố:") and fold(previous[-3:]) == "số:":
        return following[0].isdecimal()
    if _BULLET.match(following):
        return _dash_goes_on(previous, following, gap)
    if _NUMBERED.match(following):
        if gap != "wrap" or is_closed(previous):
            return False
        tail = fold(previous[-24:])
        return bool(HANGING.search(tail) or BEFORE_NUMBER.search(tail))
    if gap == "wrap":
        if _NATION.search(previous) or _NATION.search(following):
            return False
        if following[0] in "PC" and _begins_part(previous, following):
            return False
        if (
            following[0].isupper()
            and (is_capital(previous) or previous[-1] in ";,.")
            and _begins_text(previous, following)
        ):
            return False
        return not following[0].isupper() or not is_form(previous) or bool(_OPEN_FORM.match(fold(previous[:12])))
    return _goes_on(previous, following)


def _in_motto(previous: str, following: str) -> bool:
    """The motto, ỦY | BAN NHÂN DÂN and TM. ỦY BAN NHÂN | DÂN are often set over two lines."""
    if not previous.isupper():
        return False
    if previous.endswith("NHÂN") and following.startswith("DÂN"):
        return True
    if previous in ("ỦY", "UỶ") and following.startswith("BAN "):
        return True
    folded = fold(previous)
    rest = fold(following.rstrip(" |"))
    return len(folded) < len(_MOTTO) and _MOTTO.startswith(folded) and _MOTTO.startswith(f"{folded} {rest}")


def _parts_a_place(previous: str, following: str, gap: Gap) -> bool:
    """The name of the place may break before the date: "Sơn", "La, ngày 27 tháng 01 năm 2022"."""
    if len(previous) > 24 or len(following) > _LONG or not previous[0].isupper():
        return False
    half = _HALF_WORD if gap == "line" else _HALF_PLACE
    return bool(half.fullmatch(previous)) and bool(_PLACE_AND_DATE.match(fold(following)))


def _parts_a_date(previous: str, following: str) -> bool:
    """A narrow column breaks the line of the date anywhere: "Sơn La, ngày 03 tháng 4", "năm 2021"."""
    if len(following) > 24 or len(previous) > _LONG or following[:1] not in "tn0123456789":
        return False
    return bool(_REST_OF_DATE.fullmatch(fold(following)) and _HALF_DATE.fullmatch(fold(previous)))


def _begins_part(previous: str, following: str) -> bool:
    """Say whether "Phần thứ nhất", "PHẦN II. NHIỆM VỤ" begins below a title or a paragraph that has ended."""
    if not _PART.match(fold(following[:24])) or HANGING.search(fold(previous[-24:])):
        return False
    return is_closed(previous) or is_capital(previous) or is_capital(following)


def _begins_text(previous: str, following: str) -> bool:
    """A ground of the preamble, who decides, or a sentence under a numbered heading in capitals."""
    folded = fold(following[:_LONG])
    if not is_capital(previous):
        return previous[-1] in ";,." and bool(_GROUND.match(folded))
    if is_capital(following):
        tail = fold(previous[-24:])
        return bool(_DECIDES.match(folded)) and not (HANGING.search(tail) or tail.endswith("chủ tịch"))
    word = following.partition(" ")[0]
    return bool(_OPENS_BODY.match(folded)) or (bool(_NUMBERED.match(previous)) and not word.isupper())


def _broken_heading(previous: str, following: str) -> bool:
    """Say whether a heading in capitals goes on: "I. MỤC ĐÍCH,", "YÊU CẦU"; "II. TỔ CHỨC THỰC", "HIỆN"."""
    if starts_item(following):
        return False
    if _HALVED.search(f"{fold(previous[-8:])}\n{fold(following[:12])}"):
        return True
    return previous.endswith(",") and bool(_NUMBERED.match(previous)) and following.count(" ") < 4


def _dash_goes_on(previous: str, following: str, gap: Gap) -> bool:
    """A line may break before the dash of a period: "giai đoạn 2026", "- 2030 phấn đấu"."""
    if following[0] not in "-–" or is_closed(previous):
        return False
    rest = following[1:].lstrip()
    if previous[-1].isdecimal() and _YEAR.match(rest):  # "Đến năm 2026", "- 100% cán bộ" are a heading and its item
        return True
    if gap != "wrap" or starts_item(previous) or is_form(previous) or is_capital(previous):
        return False
    return rest[:1].islower() and len(previous) > 40


def _goes_on(previous: str, following: str) -> bool:
    if is_closed(previous) or is_form(previous):
        return False
    capital = is_capital(previous)
    if capital != is_capital(following) and capital:
        return False
    first = following[0]
    tail = fold(previous[-24:])
    if capital:
        if _CONNECTIVE.match(fold(following[:16])):
            return True
        if _broken_heading(previous, following):
            return True
        if following[0].isdecimal() and _BEFORE_FIGURE.search(tail):
            return True  # "… CHỈ THỊ SỐ", "31/CT-TTG NGÀY"
        return bool(HANGING.search(tail)) and not tail.endswith(",")
    if first.islower():
        return True
    if _HALF_NAME.search(f"{tail}\n{fold(following[:12])}"):
        return True
    if _HALF_BODY.search(tail) and _CITED.search(fold(previous)):
        return True
    if tail.endswith(" số") and _SYMBOL.match(following):
        return True
    if first == "(" and _BULLET.match(previous) and len(following) < 30:
        return True  # "- Ban Thi đua - Khen thưởng Trung ương", "(b/c);"
    if len(previous) > _LONG and _HALF_OFFICE.search(f"{tail}\n{fold(following[:12])}"):
        return True
    if len(previous) < 40 and not starts_item(previous):
        return False
    if first.isdecimal() and BEFORE_NUMBER.search(tail):
        return True
    if HANGING.search(tail):
        # After a comma a new line may also be the next item of a list without markers.
        return not is_capital(following) and (not tail.endswith(",") or (first.isdecimal() or len(previous) > _LONG))
    if previous.count("(") > previous.count(")") and ")" in following:
        return True
    return bool(CUT_SYMBOL.search(previous[-3:])) and first.isalnum()
