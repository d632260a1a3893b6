"""What templates need to show the product: dates, money, badges, notices, navigation, QR codes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import qrcode
from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date_pattern
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dsr import names
from dsr.law.eras import format_date, is_japanese
from dsr.vocabulary import DocumentStatus, ItemStatus, Outcome, PaperStatus, State

register = template.Library()

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)

# How a word looks: tone of the badge and icon. A test keeps the tables complete.
STATE_LOOK = {
    State.RECEIVED: ("info", "inbox"),
    State.IDENTITY_VERIFIED: ("info", "shield-check"),
    State.DECIDED: ("info", "stamp"),
    State.REPLIED: ("good", "circle-check"),
    State.WITHDRAWN: ("quiet", "ban"),
}
ITEM_LOOK = {
    ItemStatus.WANTED: ("quiet", "circle-dashed"),
    ItemStatus.RECEIVED: ("info", "inbox"),
    ItemStatus.ACCEPTED: ("good", "circle-check"),
    ItemStatus.REJECTED: ("late", "circle-x"),
    ItemStatus.WAIVED: ("quiet", "circle-check"),
    ItemStatus.REPLACED: ("quiet", "arrow-right"),
}
OUTCOME_LOOK = {
    Outcome.GRANTED: ("good", "circle-check"),
    Outcome.PARTLY_GRANTED: ("info", "circle-check"),
    Outcome.REFUSED: ("warning", "circle-x"),
    Outcome.NOT_HELD: ("quiet", "search"),
    Outcome.OTHER_METHOD: ("info", "circle-check"),
    Outcome.SUBSTITUTE: ("info", "circle-check"),
}
DOCUMENT_LOOK = {
    DocumentStatus.STORED: ("quiet", "clock"),
    DocumentStatus.READY: ("good", "circle-check"),
    DocumentStatus.FAILED: ("late", "circle-x"),
    DocumentStatus.INFECTED: ("late", "ban"),
    DocumentStatus.DESTROYED: ("quiet", "x"),
}
PAPER_LOOK = {
    PaperStatus.HELD: ("info", "inbox"),
    PaperStatus.RETURNED: ("good", "mail"),
    PaperStatus.DESTROYED: ("quiet", "ban"),
}
NOTICE_ICONS = {"info": "info", "good": "circle-check", "warning": "triangle-alert", "late": "circle-alert"}
QUIET_ZONE = 4


# -- dates and numbers


@register.filter
def day(value: date | None) -> str:
    """Write a day in the active language: 2026年11月22日（日）, Sun 22 Nov 2026. Of a datetime, the day in Tokyo."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date_pattern(value, "Y年n月j日（D）" if is_japanese(get_language()) else "D j M Y")


@register.filter
def born(iso: str) -> str:
    """Write a kept birth date as its reader would: 昭和55年4月1日（1980年4月1日）, 1 April 1980. No date: as it is."""
    try:
        birth = date.fromisoformat(iso)
    except ValueError:
        return display_safe(iso)
    if not is_japanese(get_language()):
        return format_date(birth)
    return f"{format_date(birth, era=True)}{in_brackets(format_date(birth))}"


@register.filter
def moment(value: datetime | str | None) -> str:
    """Write a point in time, in Tokyo: 2026年11月22日（日）14:05, Sun 22 Nov 2026, 14:05. Also reads an ISO string."""
    at = parse_datetime(value) if isinstance(value, str) else value
    if not at:
        return ""
    local = timezone.localtime(at)
    return f"{day(local)}{'' if is_japanese(get_language()) else ', '}{local:%H:%M}"


@register.filter
def set_by(seconds: int) -> str:
    """Say how far a clock was set, in the active language."""
    span = {"span": timesince(LONG_AGO, LONG_AGO + timedelta(seconds=abs(seconds)))}
    return (_("forward by %(span)s") if seconds > 0 else _("back by %(span)s")) % span


@register.filter
def in_brackets(words: object) -> str:
    """Put words that follow other words into the brackets of the active language: （写し）, " (copy)"."""
    if not words:
        return ""
    return f"（{words}）" if is_japanese(get_language()) else f" ({words})"


@register.filter
def yen(amount: int | None) -> str:
    """Write an amount of money: 1,000円, ¥1,000."""
    if amount is None:
        return ""
    return f"{amount:,}円" if is_japanese(get_language()) else f"¥{amount:,}"


@register.filter
def case_number(number: str) -> SafeString:
    """Write a case number that is not broken at the end of a line."""
    return format_html('<span class="number">{}</span>', number)


@register.filter
def display_safe(text: str | None) -> str:
    """Write out characters that would reorder or break the line: [U+202E]. For every text that people typed."""
    return names.display_safe(str(text)) if text else ""


# -- badges


def _badge(label: str | Promise, tone: str, icon_name: str = "") -> SafeString:
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icon(icon_name) if icon_name else "", label)


@register.filter
def state_badge(value: str) -> SafeString:
    """Show the state of a case."""
    state = State(value)
    return _badge(state.label, *STATE_LOOK[state])


@register.filter
def item_badge(value: str) -> SafeString:
    """Show where a line of the checklist stands."""
    status = ItemStatus(value)
    return _badge(status.label, *ITEM_LOOK[status])


@register.filter
def outcome_badge(value: str) -> SafeString:
    """Show how a right was decided; nothing while it is open."""
    return _badge(Outcome(value).label, *OUTCOME_LOOK[Outcome(value)]) if value else SafeString("")


@register.filter
def document_badge(value: str) -> SafeString:
    """Show where an uploaded file stands."""
    status = DocumentStatus(value)
    return _badge(status.label, *DOCUMENT_LOOK[status])


@register.filter
def paper_badge(value: str) -> SafeString:
    """Show where a paper is."""
    status = PaperStatus(value)
    return _badge(status.label, *PAPER_LOOK[status])


@register.filter
def lateness(days_left: int | None, soon: int = 5) -> SafeString:
    """Show the days left until a due date; negative numbers are days late. Up to `soon` days it is a warning."""
    if days_left is None:
        return SafeString("")
    if days_left < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days_left) % {"days": f"{-days_left:,}"}
        return _badge(late, "late", "circle-alert")
    if days_left == 0:
        return _badge(_("Due today"), "warning", "clock")
    left = ngettext("%(days)s day left", "%(days)s days left", days_left) % {"days": f"{days_left:,}"}
    return _badge(left, "warning" if days_left <= soon else "quiet", "clock")


@register.simple_tag
def badge(label: str, tone: str = "quiet", icon_name: str = "") -> SafeString:
    """Show a word as a badge; tones: info, good, warning, late, quiet."""
    return _badge(label, tone, icon_name)


# -- parts of a page


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of static/icons.svg, hidden from screen readers: the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', static("icons.svg"), name
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", role: str = "") -> SafeString:
    """Draw a notice around the content; tones: info, good, warning, late."""
    context = {"content": content, "tone": tone, "title": title, "role": role, "icon_name": NOTICE_ICONS[tone]}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def why(content: str, title: str, *, open: bool = False) -> SafeString:  # noqa: A002 - as the attribute is called
    """Fold the content under a question, such as "Why this date?"."""
    return render_to_string("components/why.html", {"content": content, "title": title, "open": open})


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(
    context: template.Context, url: str, label: str, *, icon: str = "", count: int | None = None, prefix: bool = False
) -> dict[str, Any]:
    """Draw one link of a navigation list; it is current on its own page, with `prefix` also on the pages below."""
    path = context["request"].path
    current = path.startswith(url) if prefix else path == url.partition("?")[0]
    return {"url": url, "label": label, "icon_name": icon, "count": count, "current": current}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | None) -> dict[str, Any]:
    """List what is wrong in the forms, each line a link to its field. Draws nothing when nothing is wrong."""
    bound = [form for form in forms if form and form.is_bound]
    return {
        "problems": [problem for form in bound for problem in _problems(form)],
        "files": any(form.is_multipart() for form in bound),
    }


def _problems(form: BaseForm) -> Iterable[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"anchor": "", "message": message}
    for field in form:
        label = getattr(field.field, "said_as", field.label)
        for error in field.errors.as_data():
            message = error.messages[0]
            if error.code != "required" and str(label).lower() not in message.lower():
                message = _("%(label)s: %(message)s") % {"label": label, "message": message}
            yield {"anchor": getattr(field, "error_anchor", field.id_for_label), "message": message}


@register.simple_tag(takes_context=True)
def query_replace(context: template.Context, **changes: Any) -> str:
    """Return the address's query with some keys changed; an empty value takes the key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in {None, ""}:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def qr_svg(text: str, title: str) -> SafeString:
    """Draw a QR code as SVG without styles; the title is what a screen reader says, on a page and in a PDF."""
    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, filled in enumerate(row) if filled)
    return format_html(
        '<svg viewBox="0 0 {0} {0}" role="img" shape-rendering="crispEdges">'
        '<title>{1}</title><rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        len(rows),
        title,
        dark,
    )
