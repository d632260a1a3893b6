"""Charts as SVG in the page: geometry in attributes, colours in static/css/manager.css, the numbers in a table too."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()

# one unit of the drawing is one pixel at full width
WIDTH = 560
LABEL_WIDTH = 168
ROW = 36
BAR = 20
VALUE_WIDTH = 56
COLUMN_HEIGHT = 180
COLUMN_TOP = 28
COLUMN_AXIS = 56


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    title: str, rows: Sequence[Mapping[str, Any]], *, head: str, value_head: str, unit: str = ""
) -> dict[str, Any]:
    """Draw horizontal bars with their table.

    Each row: label, value (0 or more), and optionally href, tone ("late", "good", "quiet") and text (shown in place of
    the value). `head` and `value_head` name the two columns of the table.
    """
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    largest = max((row["value"] or 0 for row in rows), default=0) or 1
    bars = []
    for index, row in enumerate(rows):
        length = round((row["value"] or 0) / largest * room, 1)
        top = index * ROW
        bars.append(
            dict(row)
            | {
                "text": row.get("text") or row["value"],
                "y": top + (ROW - BAR) / 2,
                "middle": top + ROW / 2 + 5,
                "length": length,
                "value_x": LABEL_WIDTH + length + 8,
            }
        )
    return {
        "title": title,
        "rows": bars,
        "head": head,
        "value_head": value_head,
        "unit": unit,
        "width": WIDTH,
        "height": max(len(rows), 1) * ROW,
        "label_x": LABEL_WIDTH - 12,
        "axis_x": LABEL_WIDTH,
        "bar": BAR,
    }


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
    """Draw columns in the order of time with their table. Rows as in `bar_chart`; `largest` fixes the scale (100: %).

    A value of None is a month without figures: no column, and a dash in the table.
    """
    top_value = largest or max((row["value"] or 0 for row in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    wide = min(step * 0.6, 48)
    columns = []
    for index, row in enumerate(rows):
        height = round((row["value"] or 0) / top_value * COLUMN_HEIGHT, 1)
        middle = step * index + step / 2
        columns.append(
            dict(row)
            | {
                "text": row.get("text") or ("—" if row["value"] is None else row["value"]),
                "x": round(middle - wide / 2, 1),
                "middle": round(middle, 1),
                "y": round(COLUMN_TOP + COLUMN_HEIGHT - height, 1),
                "tall": height,
                "text_y": round(COLUMN_TOP + COLUMN_HEIGHT - height - 8, 1),
            }
        )
    return {
        "title": title,
        "rows": columns,
        "head": head,
        "value_head": value_head,
        "unit": unit,
        "width": WIDTH,
        "height": COLUMN_TOP + COLUMN_HEIGHT + COLUMN_AXIS,
        "axis_y": COLUMN_TOP + COLUMN_HEIGHT,
        "label_y": COLUMN_TOP + COLUMN_HEIGHT + 22,
        "wide": round(wide, 1),
    }
