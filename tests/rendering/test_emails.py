"""Mails: they name a case number and a desk, and never a person."""

from dataclasses import replace

import pytest

from dsr.actions.receive import RightAsked
from dsr.models import Deadline, OutboxMessage
from dsr.rendering.emails import compose_mail
from dsr.vocabulary import DeadlineRule, Kind, Role, Topic
from tests.factories import YAMADA, desk, received, staff

pytestmark = pytest.mark.django_db

TO_REQUESTER = [
    Topic.MAIL_RECEIVED,
    Topic.MAIL_MORE_NEEDED,
    Topic.MAIL_REPLY_READY,
    Topic.MAIL_REPLIED,
    Topic.MAIL_WITHDRAWN,
]
ADVERT = "Win now!\r\nBcc: victim@example.org\r\nhttps://spam.example {{ number }} {% debug %} <b>"
MARY = replace(YAMADA, name=f"Mary Poe {ADVERT}", kana="メアリー", address=f"London {ADVERT}", phone="+44 20 7946 0000")


def mail_to_requester(topic: Topic, **changes):
    case = received(**changes).case
    return case, compose_mail(OutboxMessage(case=case, topic=topic, dedupe_key="1"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("topic", TO_REQUESTER)
def test_tells_the_number_the_page_and_the_desk(topic, language):
    case, mail = mail_to_requester(topic, language=language)

    company, phone = {
        "ja": ("オムロンソフトウェア株式会社", "電話　075-925-0064"),
        "en": ("OMRON SOFTWARE Co., Ltd.", "Phone +81-75-925-0064"),
    }[language]
    assert mail.to == (YAMADA.email,)
    assert company in mail.subject
    assert case.number in mail.subject
    assert [
        part for part in (case.number, company, phone, "http://127.0.0.1:8000/follow/") if part not in mail.body
    ] == []
    assert "\n" not in mail.subject
    assert [sign for sign in ("{{", "{%", "None", "&#") if sign in mail.subject + mail.body] == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("topic", TO_REQUESTER)
def test_holds_no_person_and_no_word_of_a_user(topic, language):
    _case, mail = mail_to_requester(
        topic,
        language=language,
        principal=MARY,
        rights=(RightAsked(kind=Kind.CEASE_USE, scope=f"Klinik {ADVERT}", claimed_ground="harm"),),
    )

    personal = ("Mary", "Poe", "メアリー", "London", "7946", "Win now", "spam", "Klinik", YAMADA.email, "617-0002\n")
    kinds = ("利用停止", "開示", "消去", "Stop of use", "isclosure", "harm", "passport")
    assert [word for word in (*personal, *kinds) if word in mail.subject + mail.body] == []


def test_writes_to_nobody_without_an_address():
    _case, mail = mail_to_requester(Topic.MAIL_RECEIVED, principal=replace(YAMADA, email=""))

    assert mail.to == ()


def reminder(case):
    deadline = Deadline.objects.get(case=case, rule=DeadlineRule.TARGET)
    message = OutboxMessage(case=case, topic=Topic.MAIL_REMINDER, ids={"deadline": str(deadline.pk)}, dedupe_key="1")
    return deadline, compose_mail(message)


def test_reminds_in_both_languages():
    case = received(principal=MARY).case
    deadline, mail = reminder(case)

    assert mail.subject == f"[DSR Desk] {case.number}: 回答期限 / Reply by ({deadline.due_on})"
    assert f"http://127.0.0.1:8000/staff/cases/{case.pk}/" in mail.body
    assert [word for word in ("Mary", "Poe", "London", "Win now", "開示") if word in mail.subject + mail.body] == []


def test_reminds_the_one_who_has_the_case_else_the_managers():
    case = received().case
    staff(Role.MANAGER, email="first@example.com")
    staff(Role.MANAGER, email="second@example.com")
    staff(Role.MANAGER, email="gone@example.com", is_active=False)
    staff(Role.MANAGER, email="")
    staff(Role.MANAGER, desk("net-one-systems"), email="elsewhere@example.com")
    staff(Role.CLERK, email="clerk@example.com")
    managers = ("first@example.com", "second@example.com")
    assert reminder(case)[1].to == managers

    case.assignee = staff(Role.CLERK, email="mine@example.com")
    assert reminder(case)[1].to == ("mine@example.com",)

    case.assignee = staff(Role.CLERK, desk("net-one-systems"), email="moved@example.com")
    assert reminder(case)[1].to == managers

    case.assignee = staff(Role.CLERK, email="")
    assert reminder(case)[1].to == managers
