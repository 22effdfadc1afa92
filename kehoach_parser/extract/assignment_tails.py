"""Small words that end the name of a body whose field no list has ("Cục Phòng vệ | thương mại chủ trì …")."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from .assignment_bodies import Body, BodyReader

# Kinds of body with fields without end; the fields of a sở or of a ministry are all known.
_KINDS = regex.compile(
    r"(?:các )?(?:chi cục|tổng cục|cục|vụ|phòng|trung tâm|viện|khoa|văn phòng|ban quản lý|trạm|đội|hạt|chi nhánh"
    r"|hiệp hội|doanh nghiệp)(?!\p{L})"
)
_PLACED = regex.compile(r" (?:tỉnh|huyện|xã|phường|thị xã|thành phố|quận|khu vực|cơ sở|trực thuộc)$")
_SMALL_WORDS = r"(?:(?! và \p{Lu}) \p{Ll}[\p{Ll}\d]*+){1,7}+"
_TO_NEXT = regex.compile(rf"(?P<words>{_SMALL_WORDS})(?:,| và|;) (?=\p{{Lu}})")
_TO_LEAD = regex.compile(r"(?:(?! chủ trì(?!\p{L})) \p{Ll}[\p{Ll}\d]*+){2,8}+(?= chủ trì(?!\p{L}))")
_NO_NAME = regex.compile(
    r" (?:trong|để|nhằm|theo|khi|về|tại|từ|đến|bằng|với|được|có|là|làm|đã|đang|sẽ|do|như|nếu|không|thì|mà|trước|sau"
    r"|cùng|và|trên|ở|sớm|mỗi|nhất|vẫn|phải|cần|đều|liên quan|khác|thuộc|trực thuộc|của|người|cán bộ|này)(?!\p{L})"
)
# Who leads is somebody else, or the words say how ("cử người chủ trì", "cùng chủ trì").
_SAID_OF_IT = regex.compile(r" (?:được|là|cùng|phải|cần|sẽ|đều|vẫn|để|người|cán bộ|đồng chí|ai)(?!\p{L})")
# The charge of a body, set behind its name, and the first verb that never belongs to it.
_CHARGE = regex.compile(
    r"(?: ?- |, )(?:là )?(?:(?:cơ quan|đơn vị|bộ phận) )?(?:thường trực|đầu mối|chủ trì(?= tham mưu)|tham mưu)(?= |,|:)"
)
_DEED = regex.compile(
    r"[ ,:] ?((?:giúp|chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|hướng dẫn|theo dõi|tổng hợp|đôn đốc"
    r"|tham mưu|báo cáo|tổ chức(?! đảng)|xây dựng kế hoạch|rà soát|kiểm tra|bố trí|căn cứ|triển khai|thực hiện"
    r"|định kỳ|tiếp tục|chủ động|phụ trách|thường xuyên)(?!\p{L}))"
)
_CLAUSE = regex.compile(r"[.;()\n]")
_LONGEST_CHARGE = 110


def end_before_next(reader: BodyReader, body: Body, end: int, *, first: bool) -> int:
    """Return where a name in a list ends when unknown small words stand between it and the next known name.

    After the ``first`` the next name with a verb of its own may open a clause ("với Trạm X chốt sổ, Sở Y kiểm tra").
    """
    match = _TO_NEXT.match(reader.text, body.end, end) if _is_open(reader, body) else None
    if match is None or match.end() not in reader.by_start:
        return body.end
    stop = match.end("words")
    if _NO_NAME.match(reader.folded, body.end, stop) or reader.duty_within(body.end, match.end()) is not None:
        return body.end
    return body.end if first and reader.duty_after(reader.by_start[match.end()].end, end) else stop


def end_before_lead(reader: BodyReader, body: Body, end: int) -> int:
    """Return where the name of a subject ends when only unknown small words part it from "chủ trì"."""
    match = _TO_LEAD.match(reader.text, body.end, end) if _is_open(reader, body) else None
    if match is None or _NO_NAME.match(reader.folded, body.end):
        return body.end
    return body.end if _SAID_OF_IT.search(reader.folded, body.end, match.end()) else match.end()


def end_of_charge(reader: BodyReader, at: int, end: int) -> int:
    """Return where the duty begins after the charge that is set behind a name, or ``at``.

    "Sở Nội vụ - cơ quan thường trực Ban Chỉ đạo | giúp UBND tỉnh …", "Sở Y tế, cơ quan đầu mối, | hướng dẫn …".
    """
    charge = _CHARGE.match(reader.folded, at, end)
    if charge is None:
        return at
    duty = _DEED.search(reader.folded, charge.end(), min(end, charge.end() + _LONGEST_CHARGE))
    if duty is None or _CLAUSE.search(reader.folded, charge.end(), duty.start()):
        return at
    return duty.start(1)


def _is_open(reader: BodyReader, body: Body) -> bool:
    """Say whether fields without end may follow the kind of a body: it is in no list, and no place closes its name."""
    if body.guessed or body.agency.id is not None or _KINDS.match(reader.folded, body.start, body.end) is None:
        return False
    return _PLACED.search(reader.folded, max(body.start, body.end - 12), body.end) is None
