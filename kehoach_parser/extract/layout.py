"""Where the parts of a document stand: letterhead, body, closing, signature, recipients, appendices."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..rules import Rules
from .ending import Appendix, find_appendices, find_closing, find_ending, find_trailing_noise
from .form import Anchor, FormView, Stretch, read_form
from .opening import find_head, find_title, find_types

__all__ = ["Appendix", "Layout", "find_layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Offsets of the parts, all at line starts.

    ``body_start`` is the first line after the trích yếu (title); ``body_end`` is where the closing formula ("Trên đây
    là …"), the recipients or the signature begin, whichever comes first. Appendices come after it. ``noise`` are
    stretches that do not belong to the plan (web menus, a wrapping decision).

    ``heads`` are the letterheads, ``doc_type`` and ``title`` the name of the type and the trích yếu. ``recipients`` and
    ``signature`` are stretches of lines, None where the file has none. ``footnotes`` stand after the signature.

    ``decision`` is the decision that carries the plan, which is also noise. Where it stands before the plan it is the
    document that was issued: letterhead (the first of ``heads``), type, title, recipients and signature are its own,
    ``plan_title`` is what the plan calls itself, and ``articles`` is the stretch of "Điều 1", "Điều 2" …
    """

    body_start: int
    body_end: int
    appendices: tuple[Appendix, ...] = ()
    noise: tuple[Stretch, ...] = ()
    heads: tuple[Stretch, ...] = ()
    doc_type: Stretch | None = None
    title: Stretch | None = None
    recipients: Stretch | None = None
    signature: Stretch | None = None
    decision: Stretch | None = None
    plan_title: Stretch | None = None
    articles: Stretch | None = None
    footnotes: tuple[Stretch, ...] = ()


def find_layout(document: Document, rules: Rules) -> Layout:
    """Return where the parts of ``document`` stand. What is not there is None or empty; no text raises."""
    view = FormView(document, read_form(rules))
    length = len(view.text)
    plan, decision = find_types(view)
    plan_head = find_head(view, plan.line) if plan else find_head(view, None)
    heads = [plan_head]
    start, end = plan_head[0], length
    carried: Stretch | None = None
    formula = False
    if decision is not None and plan is not None and carries(view, plan, decision):
        head = find_head(view, decision.line)
        # "QUYẾT ĐỊNH:" right over "Điều 1": the name of the type under the letterhead was lost.
        formula = view.words(decision.line).endswith(":") and find_head(view, None)[1] > 0
        if formula and decision.start < plan.start:
            head = find_head(view, None)
        heads.append(head if formula else (head[0], view.lines.ends[decision.line]))
        if decision.start < plan.start:
            carried = (head[0], plan_head[0])
        else:
            carried, end = (head[0], length), head[0]
    doc_type, title, body_start = find_title(view, plan, plan_head)

    last_line = view.lines.at(max(end - 1, 0))
    first_line = view.lines.at(body_start)
    if view.lines.starts[first_line] < body_start:  # the title is the last line
        first_line += 1
    recipients, signature, footnotes_at = find_ending(view, first_line, last_line)
    tail = max((stretch[1] for stretch in (recipients, signature) if stretch), default=None)
    appendices = find_appendices(view, tail, body_start, end, footnotes_at)
    body_end = min(
        [stretch[0] for stretch in (recipients, signature) if stretch]
        + [appendix.start for appendix in appendices[:1]]
        + [footnotes_at, end]
    )
    body_end = find_closing(view, body_start, max(body_end, body_start))
    plan_title = articles = None
    if carried and decision is not None:
        last = view.lines.at(max(carried[1] - 1, 0))
        ending = find_ending(view, max(view.lines.at(carried[0]), min(decision.line, last)), last)
        if ending[0] or ending[1] or (recipients is None and signature is None):
            recipients, signature = ending[0], ending[1]
        if carried[0] < start:
            heads.reverse()
            plan_title = title
            doc_type, title, at = find_title(view, decision, (carried[0], view.lines.starts[decision.line]))
            if formula:
                title = find_title(view, None, find_head(view, None))[1]
            articles = (at, min([stretch[0] for stretch in ending[:2] if stretch] + [carried[1]]))
    noise = [carried] if carried else []
    top = min(start, carried[0]) if carried else start
    if top > 0 and view.text[:top].strip():
        noise.insert(0, (0, top))
    noise += find_trailing_noise(view, tail, appendices, min(footnotes_at, end))
    footnotes = ((footnotes_at, end),) if footnotes_at < end else ()
    return Layout(
        body_start=body_start,
        body_end=body_end,
        appendices=appendices,
        noise=tuple(noise),
        heads=tuple(heads),
        doc_type=doc_type,
        title=title,
        recipients=recipients,
        signature=signature,
        decision=carried,
        plan_title=plan_title,
        articles=articles,
        footnotes=footnotes,
    )


def carries(view: FormView, plan: Anchor, decision: Anchor) -> bool:
    """Say whether ``decision`` carries ``plan``: it stands before it, or after a plan that nobody has signed.

    A decision after a signed plan is a form in one of its appendices.
    """
    if decision.start < plan.start:
        return True
    last = max(view.lines.at(find_head(view, decision.line)[0]) - 1, plan.line)
    recipients, signature, _ = find_ending(view, min(plan.line + 1, last), last)
    return recipients is None and signature is None
