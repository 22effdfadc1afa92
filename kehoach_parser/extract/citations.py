"""Other documents cited by number."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..document import Document
from ..models import Citation, Header, Span, make
from ..rules import Rules
from ..text import fold
from .citation_issuer import LONGEST_ISSUER, read_issuer
from .citation_lists import Mention, in_list, share_in_lists
from .citation_rules import CitationRules
from .form import is_upper, read_form
from .layout import Layout
from .points import Point

# A type of document stands this near before its number, a trích yếu is at most this long.
_BEFORE = 140
_LONGEST_TITLE = 500


def extract_citations(document: Document, layout: Layout, header: Header, rules: Rules) -> tuple[Citation, ...]:
    """Return every mention of another document by number, in the order of the text; the plan's own number is none.

    What a mention leaves out (date, issuer, type, title) is taken from the other mentions of the same number; a date
    that it gives itself stays as it is written, also where it conflicts. A number that is left blank is not a citation.
    """
    found = rules.read("citations.yaml", CitationRules)
    form = read_form(rules)
    own = _own_keys(header)
    mentions = [mention for mention in _find(document, layout, header, found) if _bare(mention.key) not in own]
    share_in_lists(document, mentions)
    facts: dict[str, Mention] = {}
    for mention in mentions:
        known = facts.setdefault(mention.key, mention)
        if known is mention:
            facts[mention.key] = Mention(**{name: getattr(mention, name) for name in Mention.__slots__})
            continue
        known.doc_type = known.doc_type or mention.doc_type
        known.date = known.date or mention.date
        known.title = known.title or mention.title
        if mention.issuer and (
            known.issuer is None
            or _fullness(form.open(mention.issuer)) > _fullness(form.open(known.issuer))
            or (known.issuer.isupper() and fold(mention.issuer) == fold(known.issuer))
        ):
            known.issuer = mention.issuer
    text = document.text
    return tuple(
        make(
            Citation,
            text=text[mention.start : mention.end],
            doc_type=mention.doc_type or facts[mention.key].doc_type or _type_of_code(found, mention.number),
            number=mention.number,
            date=mention.date or facts[mention.key].date,
            issuer=facts[mention.key].issuer,
            title=mention.title or facts[mention.key].title,
            span=make(Span, start=mention.start, end=mention.end),
            rule=mention.rule,
        )
        for mention in mentions
    )


def _fullness(name: str) -> int:
    return len(name.split())


def _own_keys(header: Header) -> set[str]:
    """Return the plan's own number: the closing lines cite it with its signs lost or changed ("12KH/ UBND")."""
    if header.number is None or header.symbol is None:
        return set()
    numbers = {header.number, header.number.lstrip("0") or "0"}
    return {_bare(fold(f"{number}{header.symbol}")) for number in numbers}


def _bare(key: str) -> str:
    return "".join(filter(str.isalnum, key))


def _find(document: Document, layout: Layout, header: Header, rules: CitationRules) -> Iterator[Mention]:
    text, folded = document.text, document.folded
    noise = [stretch for stretch in layout.noise if stretch != layout.decision]
    previous: Mention | None = None
    reach = 0  # what is claimed so far
    for match in rules.find_numbers(folded):
        index = next(i for i in range(len(rules.forms)) if match[f"f{i}"] is not None)
        begin = match.start()
        end = _end_of_symbol(text, folded, rules, match.start(f"s{index}"), match.end(), begin)
        if end is None or any(start <= begin < stop for start, stop in noise):
            continue
        number = _plain(text[begin:end], folded[begin:end])
        figures = match.end(f"n{index}") - begin
        if number[figures : figures + 1].isalpha():
            number = f"{number[:figures]}-{number[figures:]}"
        mention = Mention(begin, end, begin, end, number, fold(number), rules.forms[index].id)
        _read_type(document, rules, mention, max(reach, begin - _BEFORE), previous)
        if mention.doc_type is None and not _is_citation(rules, folded, mention):
            continue
        if _is_own(document, header, mention):
            reach = end
            continue
        _read_tail(document, rules, mention)
        if mention.issuer is None and mention.doc_type is not None:
            mention.issuer = _issuer_in_front(document, rules, mention, reach)
        reach = mention.end
        yield mention
        previous = mention


def _end_of_symbol(text: str, folded: str, rules: CitationRules, start: int, end: int, begin: int) -> int | None:
    """Return where the symbol really ends: its codes are in capitals; a word after " - " or "." that is not is none."""
    good: int | None = None
    for piece in _PIECE.finditer(text, start, end):
        word = piece[0]
        if (
            word.isupper()
            or word.isdecimal()
            or folded[piece.start() : piece.end()] in rules.mixed
            or sum(map(str.isupper, word)) * 2 > len(word)
        ):
            good = piece.end()
            continue
        break
    if good is None:
        return None
    symbol = folded[start:good]
    if not any(mark in symbol for mark in "-/.") and len(symbol) < 2:
        return None
    # "06/TU", "174/2024/QH15" have one code; other numbers with one code ("10/HA") are rates.
    if not any(mark in symbol for mark in "-/.") and folded.count("/", begin, good) < 2:
        typed = text[start:good].isupper() and _TYPED.search(folded, max(begin - 30, 0), begin)
        if not _ONE_CODE.match(symbol) and not typed:
            return None
    return good


_PIECE = regex.compile(r"[\p{L}\d&]+")
_TYPED = regex.compile(
    r"(?:công văn|văn bản|công điện|tờ trình|thông báo|hướng dẫn|báo cáo|kế hoạch|quyết định)(?: số ?:?)? $"
)
_ONE_CODE = regex.compile(r"(?:tu|tw|hu|đu|ubtvqh\d\d|(?:qđ|kh|nq|nđ|tt|tb|ct|bc)\p{L}{2,8})$")


def _plain(written: str, folded: str) -> str:
    """Return a number without blanks, look-alike letters and dashes as the plain ones."""
    if written.lower() == folded:
        return "".join(written.split())
    out = "".join(
        c if c == f or c.lower() == f else (f.upper() if c.isupper() else f)
        for c, f in zip(written, folded, strict=True)
    )
    return "".join(out.split())


def _read_type(document: Document, rules: CitationRules, mention: Mention, low: int, previous: Mention | None) -> None:
    """Read the type that stands before the number, and the issuer between them ("của Bộ Nội vụ tại Văn bản số …")."""
    text, folded = document.text, document.folded
    at = mention.number_at
    marked = rules.phrase("chu-so").search(folded, max(at - 10, 0), at)
    head = marked.start() if marked else at
    stop = head
    low = max(low, folded.rfind("\n", low, stop) + 1)
    # Only the clause of the number itself: a semicolon or a full stop before a blank ends it.
    low = max(low, min(folded.rfind("; ", low, stop), stop - 3) + 2, min(folded.rfind(". ", low, stop), stop - 3) + 2)
    types = list(rules.type_before.finditer(folded, low, stop))
    if not types:
        if previous is not None and previous.doc_type and in_list(rules, folded, previous, at):
            mention.doc_type = previous.doc_type
            mention.listed = True
            mention.start = head
        elif marked:
            mention.start = head
        return
    last = types[-1]
    between = folded[last.end() : stop]
    if between.strip(" :*") and not marked:
        # "Kế hoạch triển khai 57-NQ/TW": the words between belong to another document, unless "số" leads to the number.
        mention.start = at
        return
    if "," in between and not between.lstrip().startswith(("của", ",")) and len(between) > 60:
        return
    mention.doc_type = _spelled(text[last.start() : last.end()])
    mention.start = last.start()
    name = between.strip(" :*")
    if name.startswith("của "):
        start = last.end() + between.index("của ") + 4
        mention.issuer = read_issuer(text, folded, rules, start, stop, joint=False)[0]
    elif name and mention.doc_type in ("Luật", "Bộ luật", "Pháp lệnh"):
        offset = last.end() + (len(between) - len(between.lstrip(" :*")))
        mention.title = text[offset:stop].strip(" :*") or None
    asked = rules.phrase("cua-ai-tai").search(folded, max(low - 40, 0), last.start())
    if asked and mention.issuer is None:
        mention.issuer = read_issuer(text, folded, rules, asked.start("name"), asked.end("name"), joint=False)[0]


def _issuer_in_front(document: Document, rules: CitationRules, mention: Mention, low: int) -> str | None:
    """Return who "đã ban hành" the document that follows: the last body before the verb."""
    text, folded = document.text, document.folded
    if folded.rfind("ban hành ", max(mention.start - 18, low), mention.start) < 0:
        return None
    low = max(low, mention.start - _BEFORE)
    found = None
    while (later := rules.phrase("ai-ban-hanh").search(folded, low, mention.start)) is not None:
        found, low = later, later.start("name") + 1
    if found is None or _PREPARES.search(found["name"]):
        return None
    issuer = read_issuer(text, folded, rules, found.start("name"), found.end("name"), joint=False)[0]
    code = _LAST_CODE.search(mention.key)
    known = _OF_CODE.get(code[0]) if code else None
    return issuer if issuer is not None and (known is None or known.search(fold(issuer))) else None


# "Sở Y tế tham mưu ban hành", "Sở Nội vụ chưa ban hành": no issuer.
_PREPARES = regex.compile(r"(?<!\p{L})(?:tham mưu|trình|chưa|giao|để|lãnh đạo|đề nghị|dự thảo|xây dựng)(?!\p{L})|,")
_LAST_CODE = regex.compile(r"[^-/.]+$")
_OF_CODE = {
    "ubnd": regex.compile(r"ubnd|ủy ban nhân dân"),
    "hđnd": regex.compile(r"hđnd|hội đồng nhân dân"),
    "cp": regex.compile(r"^chính phủ"),
    "ttg": regex.compile(r"^thủ tướng"),
}


def _spelled(words: str) -> str:
    """Return the name of a type as it is written in a sentence."""
    words = " ".join(words.split())
    if is_upper(words):
        return words[:1] + words[1:].lower()
    return words[:1].upper() + (words[1:].lower() if words[1:] != words[1:].lower() else words[1:])


def _is_citation(rules: CitationRules, folded: str, mention: Mention) -> bool:
    """Say whether a number without a type is a document: "số" precedes it, or its code is the code of a type."""
    return (
        mention.start < mention.number_at
        or _type_of_code(rules, mention.number) is not None
        or bool(_TELLING_CODE.search(mention.key))
    )


_TELLING_CODE = regex.compile(r"[-/](?:qđ|ct|tt|nq|qh\d\d)[-/.]|/qh\d\d$|/qđ")
_JOINTS = regex.compile(r"[-/.&]")
_CIRCULAR = regex.compile(r"/(?:19|20)\d\d/tt-")
_DECISION = regex.compile(r"/(?:19|20)\d\d/qđ-|/qđ-(?:ttg|ubnd)")
_DIRECTIVE = regex.compile(r"/ct-(?:ttg|ubnd)|-ct/tw")


def _type_of_code(rules: CitationRules, number: str) -> str | None:
    """Return the type that the code of a symbol means, when it means one only."""
    key = fold(number)
    for piece in _JOINTS.split(key)[1:]:
        if piece in rules.codes:
            return rules.codes[piece]
        if not piece.isdecimal():
            break
    if _CIRCULAR.search(key):
        return "Thông tư"
    if _DECISION.search(key):
        return "Quyết định"
    if _DIRECTIVE.search(key):
        return "Chỉ thị"
    return None


def _is_own(document: Document, header: Header, mention: Mention) -> bool:
    """Say whether "(Kèm theo Kế hoạch số …)" above an appendix names the plan itself, whose own number is blank."""
    before = document.folded[max(mention.start - 30, 0) : mention.start]
    if "kèm theo" not in before or header.doc_type is None or mention.doc_type is None:
        return False
    if not fold(header.doc_type).startswith(fold(mention.doc_type)):
        return False
    symbol = fold(header.symbol or "")
    return header.number is None and (not symbol or mention.key.endswith(symbol))


def _read_tail(document: Document, rules: CitationRules, mention: Mention) -> None:
    """Read what follows the number: date, issuer ("của …", or date again after it), trích yếu."""
    text, folded = document.text, document.folded
    at = mention.number_end
    line_end = document.lines.ends[document.lines.at(at)]
    stop = min(line_end, at + LONGEST_ISSUER + 60)
    at = _take_date(rules, folded, mention, at, stop)
    joint = "liên" in (mention.doc_type or "") or bool(_JOINT_SYMBOL.search(mention.key))
    lead = rules.phrase("truoc-co-quan").match(folded, at, stop)
    if lead:
        issuer, end = read_issuer(text, folded, rules, lead.end(), stop, joint=joint or "giữa" in lead[0])
        if issuer:
            mention.issuer = mention.issuer or issuer
            at = _take_date(rules, folded, mention, end, stop) if mention.date is None else end
    elif (
        mention.date is not None
        and text[at : at + 1] == " "
        and rules.phrase("co-quan-thieu-cua").match(folded, at + 1)
        and text[at + 1].isupper()
    ):
        issuer, end = read_issuer(text, folded, rules, at + 1, stop, joint=False)
        if issuer:
            mention.issuer = mention.issuer or issuer
            at = end
    mention.end = at
    _read_title(text, folded, rules, mention, at, min(line_end, at + _LONGEST_TITLE))


_JOINT_SYMBOL = regex.compile(r"lt-|/nqlt|-ln|lt\b")


def _take_date(rules: CitationRules, folded: str, mention: Mention, at: int, stop: int) -> int:
    match = rules.dated.match(folded, at, stop)
    if match is None:
        return at
    day, month, year = (int(match[name + "1"] or match[name + "2"]) for name in "dmy")
    if 1900 <= year < 2100:
        mention.date = Point(year, month, day).edtf() or mention.date
    return match.end()


def _read_title(text: str, folded: str, rules: CitationRules, mention: Mention, at: int, stop: int) -> None:
    match = rules.phrase("trich-yeu").match(folded, at, stop)
    if match is None:
        return
    ends = rules.phrase("het-trich-yeu").search(folded, match.end(), stop)
    while (
        ends
        and ends[0] == ")"
        and folded.count("(", match.end(), ends.start()) > folded.count(")", match.end(), ends.start())
    ):
        ends = rules.phrase("het-trich-yeu").search(folded, ends.end(), stop)
    end = ends.start() if ends else stop
    if end == at + _LONGEST_TITLE:
        return
    start = match.start() + len(match[0]) - len(match[0].lstrip(" ,"))
    mention.title = mention.title or " ".join(text[start:end].split()).strip(" *,./") or None
