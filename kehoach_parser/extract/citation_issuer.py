"""Where the name of the issuer of a cited document ends: at a mark, a verb, a date, the next document."""

from __future__ import annotations

import regex

from .citation_rules import CitationRules
from .form import is_upper

LONGEST_ISSUER = 200  # letters of a name


def read_issuer(
    text: str, folded: str, rules: CitationRules, start: int, stop: int, *, joint: bool
) -> tuple[str | None, int]:
    """Return the name of the issuer that begins at ``start``, as written, and where it ends."""
    stop = min(stop, start + LONGEST_ISSUER)
    long_name = rules.phrase("ten-dai").match(folded, start) is not None
    session = _SESSION.match(folded, start, stop)
    begin = session.end() if session else start  # "Hội nghị lần thứ 8 của | Ban Chấp hành Trung ương …"
    at = begin
    end = stop
    while at < stop:
        match = rules.end_always.search(folded, at, stop)
        if match is None:
            break
        mark = match[0]
        if mark == "(":
            more = rules.phrase("viet-tat-trong-ten").match(folded, max(match.start() - 1, start), stop)
            if more and not rules.end_always.match(folded, more.end()) and not rules.end_verb.match(folded, more.end()):
                at = more.end()
                continue
        elif mark == ",":
            if (joint and rules.phrase("co-quan-liet-ke").match(folded, match.start())) or rules.phrase(
                "ten-co-phay"
            ).match(folded, match.start()):
                at = match.end()
                continue
            if long_name:
                at = match.end()
                continue
        elif (long_name and mark == "về") or (
            mark == "."
            and match.end() < stop
            and (folded[match.end()].isalpha() or _SHORT_UNIT.search(folded, start, match.start()))
        ):
            at = match.end()
            continue
        end = match.start()
        break
    if long_name:
        told = folded.find(" thông báo", start, end)
        end = told if told > 0 else end
    if not long_name:
        capital = is_upper(text[start:end])
        at = begin
        while at < end:
            verb = rules.end_verb.search(folded, at, end)
            if verb is None:
                break
            if verb.start() > start and (capital or text[verb.start()].islower()):
                words = verb[0]
                # "Bộ Nông nghiệp và Môi trường" goes on; "và tình hình" does not.
                if not words.startswith("và ") or text[verb.end() - 1].islower():
                    end = verb.start()
                    break
            at = verb.end()
    name = text[start:end].strip(" ,*_")
    end = start + len(text[start:end].rstrip(" ,*_"))
    if len(name) < 3 or not name[0].isupper():
        return None, start
    return " ".join(name.split()), end


# "UBND TX. Phước Long": the full stop shortens a word.
_SHORT_UNIT = regex.compile(r"(?<!\p{L})(?:tp|tx|tt|q|p|h)$")
_SESSION = regex.compile(r"hội nghị [^,;:\n]{0,40}?(?=ban chấp hành|bch |đảng bộ)")
