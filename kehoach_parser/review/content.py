"""Checks of what a plan says: figures, dates of report, who leads, annexes that are not there."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..models import Section, Target
from ..text import fold
from .chains import find_limit, list_lines, show_day
from .subject import Hit, Subject

_DIGIT = regex.compile(r"\d")


def check_targets_present(subject: Subject) -> Iterator[Hit]:
    """No numeric target: a heading of objectives over a text without a single figure, in a plan without targets."""
    if any(target.value is not None for target in subject.plan.targets):
        return
    headings = subject.check("no-numeric-targets").compiled["heading"]
    for section in subject.sections:
        title = fold(section.title or "")
        if section.kind == "objectives" and section.level <= 1 and headings.search(title):
            start, end = title_span(subject, section)
            if not _DIGIT.search(subject.folded, end, section.span.end):
                yield Hit("no-numeric-targets", start, end)
            return


def title_span(subject: Subject, section: Section) -> tuple[int, int]:
    """Return where the heading of ``section`` stands: its first line, at most 120 characters of it."""
    end = subject.text.find("\n", section.span.start, section.span.end)
    end = section.span.end if end < 0 else end
    return section.span.start, subject.cut(section.span.start, end, 120)


def check_deadlines_present(subject: Subject) -> Iterator[Hit]:
    """No deadline: people are told what to do and nobody by when."""
    if subject.plan.deadlines or not subject.plan.assignments:
        return
    for section in subject.plan.sections:
        if section.kind == "implementation" and section.marker:
            start, end = title_span(subject, section)
            yield Hit("no-deadline", start, end)
            return


def check_target_conflicts(subject: Subject) -> Iterator[Hit]:
    """One indicator, one year, two values."""
    groups: dict[tuple[str, str, str, str], list[Target]] = {}
    for target in subject.plan.targets:
        if target.value is None or not target.due or target.change in ("increase_by", "decrease_by"):
            continue
        key = target.indicator or _core(subject, target)
        if key:
            groups.setdefault((key, target.due, target.unit or "", target.condition or ""), []).append(target)
    for targets in groups.values():
        first = targets[0]
        for other in targets[1:]:
            if "\n" not in subject.text[first.span.end : other.span.start]:
                continue  # "90% trẻ được tiêm mũi 4 và 95% được tiêm mũi 5": one sentence is about two things
            if other.value == first.value or first.value_max is not None or other.value_max is not None:
                continue
            if not _parted(_labels(subject, first), _labels(subject, other)):
                place = other.span
                detail = {"other": f"{first.value:g}", "right": first.quote[:80]}
                yield Hit("target-conflict", place.start, place.end, detail)
                break


_LABEL = regex.compile(r"\W*(?:[\d.]{1,6}[.)] ?|[a-zđ][.)] ?)?(?P<label>[^\W\d][^:;%]{1,60}?)(?: \([^()]{1,60}\))?: ")
_NO_PARENT = regex.compile(r"(?:các )?(?:chỉ tiêu|mục tiêu|đến|năm|giai đoạn|phấn đấu|cụ thể|trong đó) ?")
_NO_GROUP = regex.compile(rf"{_NO_PARENT.pattern}|(?:tỷ lệ|tỉ lệ|số) ")
_LINES_BACK = 30
_LONGEST_LABEL = 160


def _labels(subject: Subject, target: Target) -> tuple[str, str]:
    """Return whom a target is about by the label of its line ("Khối 10: 35 học sinh") and by the item over it."""
    folded, start = subject.folded, target.span.start
    line = folded.rfind("\n", 0, start) + 1
    own = _LABEL.match(folded, line, min(target.span.end, line + _LONGEST_LABEL))
    bullet, parent, above = folded[line : line + 1], "", line
    for _ in range(_LINES_BACK):
        if bullet not in "-+•*" or above <= 0:
            break
        above, end = folded.rfind("\n", 0, above - 1) + 1, above - 1
        heads = end > above and folded[end - 1] == ":"
        if end > above and (heads or folded[above] != bullet):
            if heads and end - above <= _LONGEST_LABEL:
                found = _LABEL.match(folded[above:end] + " ")
                parent = found["label"] if found else ""
            break
    label = own["label"] if own else ""
    return "" if _NO_GROUP.match(label) else label, "" if _NO_PARENT.match(parent) else parent


def _parted(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two targets are said to be about two groups: two grades, two levels, two kinds of units."""
    return any(a and b and a != b for a, b in zip(one, other, strict=True))


_FILLER = regex.compile(
    r"[^\p{L}]+|\b(?:phấn đấu|đến|năm|đạt|ít nhất|tối thiểu|trên|từ|trở lên|tỷ lệ|có|các|số|tổng số|là|được)\b"
)


def _core(subject: Subject, target: Target) -> str:
    words = _FILLER.sub(" ", fold(target.subject or "")).split()
    return " ".join(words) if len(words) >= 4 else ""


def check_range_and_floor(subject: Subject) -> Iterator[Hit]:
    """C16: a range that is a floor as well ("35 - 40% trở lên"): which one is the floor?"""
    for match in subject.matches("range-and-floor", "range"):
        yield Hit("range-and-floor", match.start(), match.end())


def check_share_without_value(subject: Subject) -> Iterator[Hit]:
    """C15: a share that is to be reached, and no figure for it."""
    for match in subject.matches("share-without-value", "share"):
        yield Hit("share-without-value", match.start(), match.end())


def check_comparison(subject: Subject) -> Iterator[Hit]:
    """A growth "so với" nothing."""
    for match in subject.matches("missing-comparison", "open"):
        start, end = subject.around(match.start(), match.end(), before=40, after=0)
        yield Hit("missing-comparison", start, end)


def check_annexes(subject: Subject) -> Iterator[Hit]:
    """An annex or form "kèm theo" this plan, and nothing after the signature."""
    plan = subject.plan
    ends = [span.end for signer in plan.header.signers if (span := signer.span)]
    ends += [recipient.span.end for recipient in plan.header.recipients]
    if not ends or any("phụ lục" in fold(root.path) for root in subject.plan.sections):
        return
    if len(subject.text) - max(ends) > 200 or (
        subject.document.tables and subject.document.tables[-1].start > max(ends)
    ):
        return
    for match in subject.matches("missing-appendix", "annex"):
        if match.end() <= max(ends):
            yield Hit("missing-appendix", match.start(), match.end())
            return


_LOST_WORDS = {"abbreviation": "từ đầy đủ trước chữ viết tắt", "clause": "tạo điều kiện"}


def check_missing_words(subject: Subject) -> Iterator[Hit]:
    """C28: a word is plainly lost: an abbreviation of nothing, "thuận lợi" without a verb, an issuer without "của"."""
    for name, right in _LOST_WORDS.items():
        for match in subject.matches("missing-word", name):
            yield Hit("missing-word", match.start(), match.end(), {"right": right}, "warning")
    issuer = subject.check("missing-word").compiled["issuer"]
    for citation in subject.plan.citations:
        found = issuer.search(subject.folded, citation.span.start, min(len(subject.folded), citation.span.end + 60))
        if found is not None:
            yield Hit("missing-word", found.start(), found.end(), {"right": "của"}, "warning")


def check_lead(subject: Subject) -> Iterator[Hit]:
    """C21: no body is told to lead."""
    if not subject.plan.assignments or "chủ trì" in subject.folded or "đầu mối" in subject.folded:
        return
    for section in subject.plan.sections:
        if section.kind == "implementation" and section.marker:
            start, end = title_span(subject, section)
            yield Hit("no-lead-agency", start, end)
            return


_KINDS_WANTED = {"funding": "kinh phí"}


def check_parts(subject: Subject) -> Iterator[Hit]:
    """C32: a plan without a word on funds."""
    kinds = {section.kind for section in subject.sections}
    if len([root for root in subject.plan.sections if root.marker]) < 3:
        return
    for kind, words in _KINDS_WANTED.items():
        if kind not in kinds and words not in subject.folded:
            span = subject.name_span
            yield Hit("missing-section", span.start, span.end, {"other": words})


def check_other_plan(subject: Subject) -> Iterator[Hit]:
    """C20: a commune that inspects by inspectorate, or appraises legal documents: duties of a higher level."""
    issuer = fold(subject.plan.header.issuer or "")
    if not any(f"nhân dân {level} " in issuer for level in ("xã", "phường", "thị trấn", "đặc khu")):
        return
    for match in subject.matches("mandate-of-higher-level", "mandate"):
        yield Hit("mandate-of-higher-level", match.start(), match.end())


def check_self_reference(subject: Subject) -> Iterator[Hit]:
    """C31: a plan that calls itself by another name in a heading."""
    if fold(subject.plan.header.doc_type or "") != "kế hoạch":
        return
    pattern = subject.check("self-reference").compiled["other_name"]
    for section in subject.plan.sections:
        start, end = title_span(subject, section)
        if section.marker and pattern.search(subject.folded, start, end):
            yield Hit("self-reference", start, end)


def check_report_chain(subject: Subject) -> Iterator[Hit]:
    """C22: who reports to a body after that body has to report itself."""
    lines = list_lines(subject.plan)
    for line in lines:
        found = find_limit(line, lines)
        if found is not None and found[1] and line.deadline is not None:
            span = line.deadline.span
            yield Hit("report-chain-conflict", span.start, span.end, {"other": show_day(found[0])})
