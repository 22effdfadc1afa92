"""What a report notes of a verdict: each note in Vietnamese, as reports keep it, and in English.

A report is one, whoever reads it, so its notes are written in Vietnamese; ``translate`` reads a note back by the text
that wrote it. Words from the plan and from a baseline stay as they are.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_NOTES: dict[str, tuple[str, str]] = {
    # Why a baseline was taken, or none.
    "asked": ("Được yêu cầu: {name}.", "Asked for: {name}."),
    "cited": ("Kế hoạch dẫn {name}.", "The plan cites {name}."),
    "named": ("Kế hoạch nêu tên {programme} của {name}.", "The plan names {programme} of {name}."),
    "same_targets": (
        "Kế hoạch có chỉ tiêu cùng nội dung với {name}.",
        "The plan has targets about the same things as {name}.",
    ),
    "none_cited": (
        "Kế hoạch không dẫn và không nêu tên văn bản nào trong các chuẩn đang có.",
        "The plan cites and names none of the baselines at hand.",
    ),
    "other_period": (
        "Kế hoạch của giai đoạn {years}, {name} của giai đoạn {theirs}.",
        "The plan is for {years}, {name} for {theirs}.",
    ),
    "other_programme": (
        "Kế hoạch thực hiện {other}, không dẫn và không nêu tên chương trình của {name}.",
        "The plan carries out {other}; it neither cites {name} nor names its programme.",
    ),
    "unrelated": (
        "Kế hoạch không dẫn {name}, không nêu tên chương trình và không có chỉ tiêu nào của nó.",
        "The plan does not cite {name}, does not name its programme and has none of its targets.",
    ),
    "not_a_plan": (
        "Văn bản không có tên loại kế hoạch và không có các phần của một kế hoạch.",
        "The text is not called a plan and has none of a plan's parts.",
    ),
    # The year.
    "early": ("Đạt sớm: năm {year} thay vì {wanted}.", "Early: {year} instead of {wanted}."),
    "late": ("Chậm: năm {year} thay vì {wanted}.", "Late: {year} instead of {wanted}."),
    "no_year": ("Có con số nhưng không nêu năm đạt.", "There is a figure but no year for it."),
    "starts_after": (
        "Kế hoạch bắt đầu từ năm {year}, sau mốc {wanted}.",
        "The plan begins in {year}, after the milestone of {wanted}.",
    ),
    "ends_before": (
        "Kế hoạch kết thúc năm {year}, trước mốc {wanted}.",
        "The plan ends in {year}, before the milestone of {wanted}.",
    ),
    "inferred": (
        "Năm {year} được suy ra từ đề mục hoặc giai đoạn của kế hoạch.",
        "The year {year} is inferred from a heading or the plan's period.",
    ),
    # The value.
    "missing_year": ("Không có chỉ tiêu cho năm {year}.", "No target for {year}."),
    "missing": ("Không có chỉ tiêu này.", "No such target."),
    "no_figure": ("Không có con số.", "No figure."),
    "conflict": (
        "Văn bản tự mâu thuẫn: {values} cho cùng năm {year}.",
        "The text contradicts itself: {values} for the same year {year}.",
    ),
    "unknown_unit": ("Đơn vị tính là không rõ, không phải phần trăm.", "The unit is not known, not per cent."),
    "unit": ("Đơn vị tính là {unit}, không phải phần trăm.", "The unit is {unit}, not per cent."),
    "persons": (
        "Con số này tính trên số người; chuẩn tính trên số cơ quan.",
        "This figure counts persons; the baseline counts agencies.",
    ),
    "relative": (
        "Chỉ nêu mức tăng, giảm, không nêu mức đạt.",
        "Only a rise or fall is given, not the level to be reached.",
    ),
    "scope": (
        "Phạm vi hẹp hơn: chỉ một phần các cơ quan, chức danh mà chuẩn nêu.",
        "Narrower scope: only some of the agencies or posts that the baseline names.",
    ),
    "floor_for_ceiling": (
        "Chuẩn là mức trần, kế hoạch nêu mức sàn.",
        "The baseline sets a ceiling, the plan a floor.",
    ),
    "ceiling_for_floor": (
        "Nêu mức trần (không quá, dưới) thay cho mức phải đạt.",
        "A ceiling (at most, under) stands for the level to be reached.",
    ),
    "above_ceiling": ("Cao hơn mức trần: {value} so với {wanted}.", "Above the ceiling: {value} against {wanted}."),
    "below": ("Thấp hơn: {value} so với {wanted}.", "Lower: {value} against {wanted}."),
    "approx": ("Chỉ nêu mức xấp xỉ (khoảng).", "Only an approximate level is given."),
    "not_above": ("Chuẩn là trên {wanted}.", "The baseline asks for more than {wanted}."),
    "reference": (
        "Chỉ dẫn chiếu các chỉ tiêu của {name}, không nêu con số.",
        "Only refers to the targets of {name}, without figures.",
    ),
    "reference_only": (
        "Chỉ dẫn chiếu các chỉ tiêu của {name}, không nêu nội dung.",
        "Only refers to the targets of {name}, without their content.",
    ),
    "unread": (
        "Có câu về chỉ tiêu này nhưng không đọc được con số: “{quote}”.",
        "A sentence is about this target but its figure could not be read: “{quote}”.",
    ),
    "likeness": (
        "Câu gần giống điều của chuẩn; cần người đọc xác nhận.",
        "The sentence is like the provision; a reader has to confirm it.",
    ),
    "softened": ("Chỉ khuyến khích, không bắt buộc.", "Only encouraged, not required."),
    "exception.replaced": (
        "Ngoại lệ cho ngành có dưới 30% nữ được thay bằng chỉ tiêu riêng của địa phương.",
        "The exception for sectors with under 30% women is replaced by targets of the plan's own.",
    ),
    "exception.dropped": (
        "Không nhắc lại ngoại lệ cho ngành có dưới 30% nữ (kế hoạch chặt hơn).",
        "The exception for sectors with under 30% women is not repeated (the plan is stricter).",
    ),
    # Tasks, duties, reporting.
    "partial": ("Mới có một phần; còn thiếu: {lacking}.", "Only in part; lacking: {lacking}."),
    "internal": (
        "Kế hoạch nội bộ của một cơ quan, không giao việc cho tổ chức này.",
        "An agency's internal plan, which gives this body no work.",
    ),
    "not_asked": (
        "Kế hoạch không có mục nào đề nghị tổ chức này.",
        "No part of the plan asks this body for anything.",
    ),
    "after_limit": (
        "Sau hạn nơi nhận phải báo cáo lên trên ({day}).",
        "After the day on which the receiver must itself report ({day}).",
    ),
    "in_time": ("Kịp hạn của nơi nhận ({day}).", "In time for the receiver's own report ({day})."),
    # Chains of baselines.
    "broken_link.target": (
        "Mắt xích đứt: {link} (không có chỉ tiêu này).",
        "Broken link: {link} (no such target).",
    ),
    "broken_link.year": (
        "Mắt xích đứt: {link} (không có mốc {year}).",
        "Broken link: {link} (no milestone for {year}).",
    ),
    "broken_link.value": (
        "Mắt xích đứt: {link} (đặt {value} cho năm {year}).",
        "Broken link: {link} (sets {value} for {year}).",
    ),
    "broken_link.task": (
        "Mắt xích đứt: {link} (không nêu nhiệm vụ này).",
        "Broken link: {link} (does not name this task).",
    ),
    "broken_link": ("Mắt xích đứt: {link}.", "Broken link: {link}."),
    "also_against": ("Cũng lệch so với {name}.", "Also differs from {name}."),
}
_FIELD = regex.compile(r"\{(\w+)\}")
_LONGEST = 2000  # letters of a value


def note(key: str, **values: object) -> str:
    """Return the note ``key`` in Vietnamese with its ``{values}`` filled in; KeyError when there is no such note.

    >>> note("early", year=2024, wanted=2025)
    'Đạt sớm: năm 2024 thay vì 2025.'
    """
    return _NOTES[key][0].format(**values)


def translate(words: str, language: str = "en") -> str:
    """Return the notes that ``words`` holds, one after another, in ``language``; what is no note stays as it is.

    >>> translate("Không có chỉ tiêu này. Cũng lệch so với Kế hoạch 12/KH-UBND.")
    'No such target. Also differs from Kế hoạch 12/KH-UBND.'
    """
    if language == "vi":
        return words
    told: list[str] = []
    at = 0
    while at < len(words):
        found = _read(words, at)
        if found is None:
            told.append(words[at:])
            break
        text, at = found
        told.append(text)
    return " ".join(told)


def _read(words: str, at: int) -> tuple[str, int] | None:
    """Return the English of the note that begins at ``at``, and where the next one begins."""
    for pattern, english in _patterns():
        match = pattern.match(words, at)
        if match is not None:
            return english.format(**match.groupdict()), match.end()
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[regex.Pattern[str], str], ...]:
    """The notes as patterns. A value ends where the words after it are followed by the end or by another sentence."""
    found = []
    for vietnamese, english in _NOTES.values():
        pieces = _FIELD.split(vietnamese)
        source = "".join(
            regex.escape(piece) if number % 2 == 0 else rf"(?P<{piece}>.{{1,{_LONGEST}}}?)"
            for number, piece in enumerate(pieces)
        )
        found.append((regex.compile(rf"{source}(?:\Z| (?=\p{{Lu}}))", regex.DOTALL), english))
    return tuple(found)
