"""Which part of a web page is the plan: the densest element around its parts of form, without what stands beside it."""

from __future__ import annotations

import regex
from selectolax.lexbor import LexborNode

from ..text import fold
from .events import Event, Note, Paragraph
from .joining import is_capital, is_form

_MOTTO = regex.compile(
    r"cộng h[òo]a xã hội chủ nghĩa việt nam|^đảng cộng sản việt nam$|độc lập ?- ?tự do ?- ?hạnh phúc"
)
_TITLE = regex.compile(r"kế hoạch|quyết định")
_RECIPIENTS = regex.compile(r"^nơi nhận ?:?")
_NOISE_NAME = regex.compile(
    r"\b(?:nav|menu|navbar|sidebar|breadcrumb|related|lien-?quan|comment|binh-?luan|share|social|banner|advert|quang-?cao"
    r"|copyright|pagination|toolbar|login|search|tin-?khac|widget|cookie|modal|popup)\b",
    regex.IGNORECASE,
)
_AFTER = regex.compile(
    r"(?:các )?(?:văn bản|tin|bài viết|tài liệu) (?:liên quan|khác|cùng|mới|đã đưa)|ý kiến (?:bạn đọc|phản hồi|của bạn)"
    r"|bình luận|gửi (?:bình luận|ý kiến)|chia sẻ|tải về|tải (?:văn bản|tệp|file)|(?:tệp|file) đính kèm"
    r"|lượt (?:xem|truy cập)|đánh giá bài viết|từ khóa ?:|tags? ?:|bản quyền|copyright|©|về trang|quay lại|in trang"
    r"|hotline|ghi rõ nguồn|đang truy cập|thống kê truy cập|liên kết website|trang chủ$|đầu trang$|lên đầu trang"
)
_DENSE = 0.7
_MARKS = 4  # lines in capitals that may stand before the motto: the names of the bodies


def find_content(root: LexborNode) -> LexborNode:
    """Return the element of a page that holds the plan; links beside it are taken out of the tree."""
    _drop_noise(root)
    node = _densest(root)
    anchors = [leaf for leaf in _leaves(root) if not _holds(node, leaf)]
    while anchors and node.parent is not None and node.tag != "body":
        node = node.parent
        anchors = [leaf for leaf in anchors if not _holds(node, leaf)]
    return node


def _weight(node: LexborNode) -> int:
    """The characters of an element that are not in links, less those that are."""
    links = sum(len(link.text() or "") for link in node.css("a"))
    return len(" ".join((node.text() or "").split())) - 2 * links


def _densest(root: LexborNode) -> LexborNode:
    node = root
    for _ in range(60):
        whole = _weight(node)
        best = max(
            (child for child in node.iter() if child.tag not in ("p", "span", "b", "ol", "ul")),
            key=_weight,
            default=None,
        )
        if best is None or whole <= 0 or _weight(best) < _DENSE * whole or (best.tag == "table" and _is_data(best)):
            break
        node = best
    return node


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds rows of data, with the plan around it; one that lays out a page has the plan in a cell."""
    largest = max((_weight(cell) for cell in table.css("td, th")), default=0)
    rows = [len(row.css("td, th")) for row in table.css("tr")]
    return largest < _DENSE * _weight(table) and 2 * sum(cells > 1 for cells in rows) > len(rows)


def _leaves(root: LexborNode) -> list[LexborNode]:
    """The short blocks that only a document has: the motto, and the recipients; never inside a link."""
    found = []
    for node in root.css("p, td, div, h1, h2, h3, strong, b"):
        words = node.text() or ""
        if len(words) < 400 and node.css_first("a") is None:
            folded = fold(" ".join(words.split()))
            if len(folded) < 120 and (_MOTTO.search(folded) or _RECIPIENTS.match(folded)):
                found.append(node)
    return found[:20]


def _holds(node: LexborNode, leaf: LexborNode | None) -> bool:
    while leaf is not None:
        if leaf.mem_id == node.mem_id:
            return True
        leaf = leaf.parent
    return False


def _drop_noise(root: LexborNode) -> None:
    for node in root.css("nav, aside, header, footer, div, ul, section, table"):
        if node.tag == "body" or node.parent is None:
            continue
        text = node.text() or ""
        if len(text) > 20_000:
            continue
        named = node.tag in ("nav", "aside", "header", "footer") or _NOISE_NAME.search(
            f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".replace("_", " ")
        )
        links = node.css("a")
        linked = sum(len(" ".join((link.text() or "").split())) for link in links)
        size = len(" ".join(text.split()))
        listed = len(links) > 2 and linked * 10 > size * 6
        if (named or listed) and not _is_plan(text):
            node.decompose()


def _is_plan(text: str) -> bool:
    folded = fold(" ".join(text.split()))
    return bool(_MOTTO.search(folded)) or "nơi nhận:" in folded


def trim(events: list[Event]) -> list[Event]:
    """Return the events of the plan: from its letterhead (or title) to what portals set below the signature."""
    lines = [fold(" ".join(event.lines())) for event in events]
    start = next((i for i, line in enumerate(lines) if len(line) < 200 and _MOTTO.search(line)), None)
    if start is None:
        start = next((i for i, line in enumerate(lines) if len(line) < 60 and _TITLE.fullmatch(line)), 0)
    for _ in range(_MARKS):
        before = events[start - 1] if start else None
        if not isinstance(before, Paragraph) or not all(is_capital(x) or is_form(x) for x in before.lines()):
            break
        start -= 1
    signed = next((i for i, line in enumerate(lines) if i > start and _RECIPIENTS.match(line)), None)
    end = len(events)
    if signed is not None:
        end = next((i for i in range(signed + 1, end) if len(lines[i]) < 200 and _AFTER.match(lines[i])), end)
    return [event for i, event in enumerate(events) if start <= i < end or isinstance(event, Note)]
