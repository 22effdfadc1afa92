"""What the program says to people, in Vietnamese and English: labels, column heads, messages of the command line.

What a rule file or a finding says stands with its rule; here are the words of the program itself.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["vi", "en"]

_TEXTS: dict[str, tuple[str, str]] = {
    # Statuses of a provision, as ``Report`` gives them.
    "status.met": ("Đạt", "Met"),
    "status.exceeded": ("Vượt", "Exceeded"),
    "status.weaker": ("Thấp hơn", "Weaker"),
    "status.late": ("Chậm hơn", "Late"),
    "status.missing": ("Thiếu", "Missing"),
    "status.present": ("Có", "Present"),
    "status.partial": ("Có một phần", "Partial"),
    "status.not_applicable": ("Không áp dụng", "Not applicable"),
    "status.unclear": ("Chưa rõ", "Unclear"),
    # Verdicts.
    "verdict": ("Kết luận", "Verdict"),
    "verdict.ok": ("Không có điểm nào phải báo", "Nothing to report"),
    "verdict.gaps": ("Có điểm thiếu hoặc yếu hơn quy định", "Something is missing or weaker than the baseline"),
    "verdict.baseline_mismatch": (
        "Kế hoạch thực hiện một văn bản khác, không so được",
        "The plan carries out another document; not compared",
    ),
    "verdict.not_a_plan": ("Không phải là kế hoạch", "Not a plan"),
    # Severities of findings.
    "severity.error": ("Sai", "Error"),
    "severity.warning": ("Cần xem lại", "Warning"),
    "severity.style": ("Thể thức, chính tả", "Style"),
    # Comparators, as written in the plan.
    "comparator.eq": ("", ""),
    "comparator.ge": ("≥ ", "≥ "),
    "comparator.gt": ("> ", "> "),
    "comparator.le": ("≤ ", "≤ "),
    "comparator.lt": ("< ", "< "),
    "comparator.approx": ("khoảng ", "about "),
    # Changes.
    "change.increase_by": ("tăng thêm ", "up by "),
    "change.decrease_by": ("giảm đi ", "down by "),
    "change.increase_to": ("tăng lên ", "up to "),
    "change.decrease_to": ("giảm còn ", "down to "),
    "change.maintain": ("duy trì ", "keep "),
    # Differences of a value and of a year.
    "points": (" điểm phần trăm", " percentage points"),
    "years": (" năm", " years"),
    # Roles.
    "role.responsible": ("chịu trách nhiệm", "responsible"),
    "role.requested": ("được đề nghị", "requested"),
    # Bounds of deadlines.
    "bound.before": ("trước", "before"),
    "bound.by": ("đến", "by"),
    "bound.in": ("trong", "in"),
    "bound.from": ("từ", "from"),
    "bound.every": ("định kỳ", "every"),
    "bound.on_demand": ("khi có yêu cầu", "on demand"),
    # Column heads and table titles.
    "column.section": ("Mục", "Section"),
    "column.indicator": ("Chỉ tiêu", "Indicator"),
    "column.due": ("Thời hạn", "Due"),
    "column.national": ("Quy định", "Baseline"),
    "column.local": ("Kế hoạch", "Plan"),
    "column.status": ("Kết quả", "Status"),
    "column.note": ("Ghi chú", "Note"),
    "column.task": ("Nhiệm vụ", "Task"),
    "column.evidence": ("Căn cứ trong kế hoạch", "Evidence in the plan"),
    "column.lacking": ("Còn thiếu", "Lacking"),
    "column.agency": ("Cơ quan", "Agency"),
    "column.duty": ("Trách nhiệm", "Duty"),
    "column.value": ("Mức", "Value"),
    "column.quote": ("Nguyên văn", "Quote"),
    "column.role": ("Vai trò", "Role"),
    "column.tasks": ("Số việc", "Tasks"),
    "column.severity": ("Mức độ", "Severity"),
    "column.message": ("Nội dung", "Message"),
    "column.number": ("Con số", "Number"),
    "column.part": ("Phần", "Part"),
    "column.precision": ("Chính xác", "Precision"),
    "column.recall": ("Đầy đủ", "Recall"),
    "column.f1": ("F1", "F1"),
    "column.right": ("Đúng", "Right"),
    "column.surplus": ("Thừa", "Surplus"),
    "column.missed": ("Thiếu", "Missed"),
    "column.gains": ("Thêm", "Gains"),
    "column.losses": ("Mất", "Losses"),
    "column.rule": ("Luật", "Rule"),
    "title.targets": ("Chỉ tiêu", "Targets"),
    "title.tasks": ("Nhóm nhiệm vụ", "Groups of tasks"),
    "title.duties": ("Trách nhiệm của cơ quan", "Duties of agencies"),
    "title.extra": ("Chỉ tiêu riêng của kế hoạch", "Targets that only the plan has"),
    "title.scores": ("Điểm", "Scores"),
    "title.differences": ("Thêm và mất theo luật", "Gains and losses by rule"),
    "title.deadlines": ("Thời hạn", "Deadlines"),
    "title.assignments": ("Phân công", "Assignments"),
    "title.findings": ("Điểm cần xem lại trong văn bản", "Findings"),
    "title.unclaimed": ("Con số chưa được hiểu", "Numbers that nothing claimed"),
    "all_parts": ("tất cả", "all parts"),
    "none": ("không có", "none"),
    "no_date": ("không rõ ngày", "no date"),
    # Dates and places in words.
    "date.year": ("năm {year}", "{year}"),
    "date.years": ("năm {first} - {last}", "{first} - {last}"),
    "date.quarter": ("quý {quarter}/{year}", "quarter {quarter}/{year}"),
    "date.month": ("tháng {month}/{year}", "{month}/{year}"),
    "date.months": ("tháng {months}", "months {months}"),
    "date.days": ("ngày {days}", "day {days}"),
    "cycle.daily": ("hằng ngày", "every day"),
    "cycle.weekly": ("hằng tuần", "every week"),
    "cycle.monthly": ("hằng tháng", "every month"),
    "cycle.yearly": ("hằng năm", "every year"),
    "cycles.daily": ("{count} ngày một lần", "every {count} days"),
    "cycles.weekly": ("{count} tuần một lần", "every {count} weeks"),
    "cycles.monthly": ("{count} tháng một lần", "every {count} months"),
    "cycles.yearly": ("{count} năm một lần", "every {count} years"),
    "place.page": ("trang {number}", "page {number}"),
    "place.paragraph": ("đoạn {number}", "paragraph {number}"),
    "place.line": ("dòng {number}", "line {number}"),
    # Messages of the command line.
    "not_a_plan": (
        "{file}: không thấy dấu hiệu nào của một kế hoạch (tên loại, đề mục, chỉ tiêu); kiểm tra lại tệp.",
        "{file}: no sign of a plan (document type, headings, targets); check the file.",
    ),
    "cannot_read": ("{file}: không đọc được ({reason}).", "{file}: cannot be read ({reason})."),
    "cannot_write": ("{file}: không ghi được ({reason}).", "{file}: cannot be written ({reason})."),
    "folder_needed": (
        "Nhiều kế hoạch với --format {form}: cần -o THƯ_MỤC để ghi mỗi báo cáo một tệp.",
        "Several plans with --format {form}: give -o FOLDER, each report becomes a file there.",
    ),
    "all_claimed": ("Mọi con số đều đã được hiểu.", "Every number is accounted for."),
    "score_fell": ("Điểm giảm: {parts}", "Scores fell: {parts}"),
    "score_saved": ("Đã ghi {file}.", "Wrote {file}."),
    "gold_and_documents": (
        "Cần cả hai thư mục: chú giải và văn bản (kehoach score GOLD DOCUMENTS).",
        "Give both folders: gold and documents (kehoach score GOLD DOCUMENTS).",
    ),
    "no_difference": ("Không có gì khác.", "No difference."),
    "rules_fine": (
        "{files} tệp luật, {examples} ví dụ: tất cả đều đúng.",
        "{files} rule files, {examples} examples: all right.",
    ),
}


def say(key: str, language: str = "vi", /, **values: object) -> str:
    """Return the text ``key`` in ``language`` with its ``{values}`` filled in; a key without a text is shown as it is.

    >>> say("status.met"), say("status.met", "en")
    ('Đạt', 'Met')
    """
    texts = _TEXTS.get(key)
    if texts is None:
        return key.rpartition(".")[2]
    return texts[language == "en"].format(**values)
