"""Every word is complete: it has a label, a place and a handler."""

import pytest
from django.utils.translation import override

from dsr import vocabulary
from dsr.effects.outbox import HANDLERS
from dsr.errors import SENTENCES, Refused
from dsr.facts import FACTS
from dsr.models import Case
from dsr.policy import MATRIX
from dsr.vocabulary import Action, Impersonal, Role, Topic

CHOICES = [word for word in vars(vocabulary).values() if isinstance(word, type) and hasattr(word, "choices")]


def test_every_action_is_a_method_of_the_table() -> None:
    assert [action for action in Action if not hasattr(getattr(Case, action.value), "_django_fsm")] == []


def test_every_action_says_what_its_entry_may_carry() -> None:
    assert set(FACTS) == set(Action)


def test_every_topic_has_a_handler() -> None:
    assert set(HANDLERS) == set(Topic)


def test_every_role_has_a_row() -> None:
    assert set(MATRIX) == {*Role, *Impersonal}


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: choices.__name__)
def test_every_word_is_translated(choices: type) -> None:
    with override("ja"):
        untranslated = [member for member in choices if str(member.label).isascii()]
    assert untranslated == []


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_has_a_sentence_in_japanese(code: str) -> None:
    with override("ja"):
        assert not str(Refused(code).sentence).isascii()


def test_refuse_with_an_unknown_code_fails() -> None:
    with pytest.raises(KeyError):
        Refused("no such code")
