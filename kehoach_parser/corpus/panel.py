"""How the plans of a corpus stand to a baseline: issuer by target, with the value, the verdict and the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ReadError

if TYPE_CHECKING:
    import duckdb
    import pandas

# The link is a fragment of RFC 5147: offsets in characters of the text, which the corpus keeps under the document id.
_PANEL = """
select p.province, p.province_now, p.issuer, p.year, p.readable_id, v.item as indicator, v.due, v.status, v.reason,
       v.value, v.value_max, v.comparator, v.local_due, v.national_value, v.quote,
       case when v.start is null then null else v.document_id || '#char=' || v.start || ',' || v."end" end as link,
       d."group" as copy_group, p.document_id
from verdicts v join plans p using (document_id)
left join (select document_id, any_value("group") as "group" from duplicates group by document_id) d
  using (document_id)
where v.part = 'target' and v.baseline = $baseline
order by p.province_now nulls last, p.issuer nulls last, p.year nulls last, p.document_id, v.n
"""


def panel(connection: duckdb.DuckDBPyConnection, baseline: str) -> pandas.DataFrame:
    """Return one row for each plan and milestone of ``baseline``; ReadError when no plan was held against it."""
    known = connection.execute("select distinct baseline from verdicts order by 1").fetchall()
    names = [name for (name,) in known]
    wanted = next((name for name in names if name in (baseline, f"qd-{baseline}", f"nq-{baseline}")), None)
    if wanted is None:
        raise ReadError(
            f"chưa kế hoạch nào được so với {baseline!r} (có: {', '.join(names) or 'không'}); "
            f"dựng lại với --baseline {baseline}",
            f"no plan was held against {baseline!r} (there are: {', '.join(names) or 'none'}); "
            f"build again with --baseline {baseline}",
        )
    return connection.execute(_PANEL, {"baseline": wanted}).df()


def wide(found: pandas.DataFrame) -> pandas.DataFrame:
    """Return the panel with one row a plan and one column a milestone: the status, and the value where there is one."""
    marks = found.assign(
        milestone=found["indicator"] + found["due"].map(lambda due: f" {due}" if isinstance(due, str) else ""),
        shown=[
            status if value is None or value != value else f"{status} ({value:g})"
            for status, value in zip(found["status"], found["value"], strict=True)
        ],
    )
    order = list(dict.fromkeys(marks["milestone"]))
    index = ["province_now", "issuer", "year", "document_id"]
    table = marks.set_index([*index, "milestone"])["shown"].unstack("milestone")
    return table[order]
