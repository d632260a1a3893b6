"""How the person wants to be answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.vocabulary import ReplyMethod
from dsr.web.forms import AccessibleForm, RadioField
from dsr.web.public.routing import Route

HINTS = {
    ReplyMethod.WRITING: _("By recorded mail, to the address on the papers that show who you are."),
    ReplyMethod.VIEWING: _("We agree on a day with you."),
}


class ReplyForm(AccessibleForm):
    """The method of reply (APPI art. 33(2): the asker chooses)."""

    use_required_attribute = False

    reply_method = RadioField(label=_("How shall we reply?"))

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        """Offer what the desk can do."""
        super().__init__(*args, **kwargs)
        field = self.fields["reply_method"]
        field.choices = [(method.value, method.label) for method in route.profile.reply.methods]
        field.widget.hints = HINTS | {ReplyMethod.ELECTRONIC: str(route.profile.reply.electronic_form)}
