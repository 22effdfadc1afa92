"""The part of a cell that says who leads, where one column names leads and partners ("Chủ trì: A. Phối hợp: B")."""

from __future__ import annotations

import regex

_BODY = r"(?:(?:cơ quan|đơn vị) )?"
_LEADS = regex.compile(
    rf"[\s*_+•-]*{_BODY}(?:chủ trì|thực hiện|đầu mối|phụ trách)(?: thực hiện| chính)?[*_]* ?:[\s*_]*"
)
_HELPS = regex.compile(rf"(?:[\n;.,]|(?<=\n)) ?[*_+•-]* ?{_BODY}phối hợp(?: với| thực hiện| cùng)?[*_]* ?:")


def lead_part(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of the cell at ``[start, end)`` between the label of the lead and that of the partners.

    >>> lead_part("chủ trì: sở y tế. phối hợp: các xã", 0, 34)
    (9, 16)
    """
    helps = _HELPS.search(folded, start, end)
    stop = helps.start() if helps else end
    label = _LEADS.match(folded, start, stop)
    return (label.end() if label else start), stop
