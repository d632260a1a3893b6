"""Notices beside the reply, as PDF in the dress of the letters: today that a deadline is extended."""

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from dsr.law.eras import format_date
from dsr.models import Case, ClockExtension
from dsr.profile import DateStyle
from dsr.rendering.glyphs import set_variants_apart
from dsr.rendering.letter_variables import letter_variables
from dsr.rendering.pdf import RenderedPdf, render_pdf


def compose_extension_notice(case: Case, extension: ClockExtension) -> str:
    """Return the HTML of the letter that tells of an extension and why (GDPR art. 12(3)). Reads rows, writes none.

    In the language of the case, dated on the day of the extension (Asia/Tokyo).
    """
    prefetch_related_objects([case], "parties", "rights")
    dates = case.policy.profile.letters.dates.in_language(case.language)

    with override(case.language):
        variables = letter_variables(case, number=case.number, issued_on=timezone.localdate(extension.at)) | {
            "due_before": format_date(extension.due_before, case.language, era=dates is DateStyle.ERA),
            "due_on": format_date(extension.due_on, case.language, era=dates is DateStyle.ERA),
            "reason": extension.reason or "",
        }
        return set_variants_apart(render_to_string(f"letters/{case.language}/extension.html", variables))


def print_extension_notice(case: Case, extension: ClockExtension) -> RenderedPdf:
    """Render the letter that tells of an extension; about 0.1 s of one core. Nothing is stored."""
    return render_pdf(compose_extension_notice(case, extension))
