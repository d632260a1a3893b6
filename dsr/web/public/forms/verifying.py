"""Number and code of a letter, as they are printed on it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.web.forms import AccessibleForm, LineField


class LetterForm(AccessibleForm):
    """What is asked to say whether a letter is genuine; neither tells anything of a person."""

    use_required_attribute = False
    show_marks = False

    number = LineField(
        label=_("Number of the letter"), limit=60, help_text=_("At the top of the letter, such as OSD-2026-0012")
    )
    code = LineField(label=_("Check code"), limit=64, help_text=_("Three groups of four, at the end of the letter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep spelling checkers away."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
