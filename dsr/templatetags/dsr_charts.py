"""Charts without styles or scripts: geometry in SVG attributes, colours in static/css/manager.css, numbers as text."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    title: str, rows: Sequence[Mapping[str, Any]], *, head: str, value_head: str, late_head: str = "", unit: str = ""
) -> dict[str, Any]:
    """Draw horizontal bars inside the table of their numbers.

    Each row: label, value (0 or more), and optionally href, text (shown in place of the value) and tone ("late",
    "good", "quiet"). With `late_head` there is a column more: rows then have late (the part of value that is drawn in
    red) and late_href.
    """
    largest = _largest(rows)
    bars = [
        dict(row)
        | {
            "text": row.get("text") or row["value"],
            "length": _percent(row["value"], largest),
            "late_length": _percent(row.get("late"), largest),
        }
        for row in rows
    ]
    return {"title": title, "rows": bars, "head": head, "value_head": value_head, "late_head": late_head, "unit": unit}


@register.inclusion_tag("components/column_chart.html")
def column_chart(
    title: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    head: str,
    value_head: str,
    unit: str = "",
    largest: int | None = None,
) -> dict[str, Any]:
    """Draw columns in the order of time inside the table of their numbers. `largest` fixes the scale (100: per cent).

    Rows as in `bar_chart`; a value of None is a month without figures: no column, and a dash.
    """
    scale = largest or _largest(rows)
    columns = []
    for row in rows:
        tall = _percent(row["value"], scale)
        text = "—" if row["value"] is None else f"{row.get('text') or row['value']}{unit}"
        columns.append(dict(row) | {"text": text, "tall": tall, "top": round(100 - tall, 1)})
    return {"title": title, "rows": columns, "head": head, "value_head": value_head}


def _largest(rows: Sequence[Mapping[str, Any]]) -> float:
    return max((row["value"] or 0 for row in rows), default=0) or 1


def _percent(value: float | None, largest: float) -> float:
    return round((value or 0) / largest * 100, 1)
