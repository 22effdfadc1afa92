"""The spaCy component ``kehoach``: ``nlp.add_pipe("kehoach")`` reads each text as a plan and marks its spans.

spaCy finds it by the entry point of the installed package; import this module where the package is only on the path.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from ..pipeline import parse
from ..rules import Rules
from .docs import add_groups


@Language.factory(
    "kehoach",
    default_config={"rules": None},
    assigns=["doc.spans", "doc.user_data", "doc._.plan"],
    requires=[],
)
def create_component(nlp: Language, name: str, rules: str | None) -> Callable[[Doc], Doc]:
    """Return the component; ``rules`` is a folder of your own rules. Any tokenizer will do, ours keeps spans exact.

    The Doc keeps its text and tokens: the spans are tied back to them, whatever a reader of plans leaves out.
    """
    return PlanComponent(Rules.load(rules))


class PlanComponent:
    """What the factory makes: a Doc in, the same Doc out with its span groups and ``doc._.plan``."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Read ``doc.text`` as a plan and mark ``doc``."""
        add_groups(doc, parse(text=doc.text, rules=self.rules))
        return doc
