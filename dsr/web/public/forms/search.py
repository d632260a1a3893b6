"""Looking for a company."""

from django.utils.translation import gettext_lazy as _

from dsr.web.forms import AccessibleForm, LineField


class SearchForm(AccessibleForm):
    """A part of the company's name, in any writing."""

    use_required_attribute = False
    show_marks = False

    q = LineField(label=_("Name of the company"), limit=100, required=False)
