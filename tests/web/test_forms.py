"""The form parts: what they take, what they say, and that nothing typed is lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils.translation import override

from dsr.web import forms


class OneForm(forms.AccessibleForm):
    """One field under the name `x`."""

    def __init__(self, field, typed, files=None):
        self.base_fields = {"x": field}
        super().__init__(typed, files)


def cleaned(field, typed):
    form = OneForm(field, {"x": typed})
    return form.cleaned_data.get("x") if form.is_valid() else [str(message) for message in form.errors["x"]]


LINES = [
    ("山田 太郎", "山田 太郎"),
    ("　山田　太郎\u200b ", "山田　太郎"),
    ("葛\U000e0100城 𠮷", "葛\U000e0100城 𠮷"),
    ("ﾔﾏﾀﾞ ＴＡＲＯ", "ﾔﾏﾀﾞ ＴＡＲＯ"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("one\r\ntwo", "one two"),
    ("a" * 200, "a" * 200),
    ("a" * 10_000, ["Write at most 200 characters. You wrote 10,000."]),
    ("", ["Fill in “Name”."]),
    (" \u3000\u200b\ufeff", ["Fill in “Name”."]),
]


@pytest.mark.parametrize(("typed", "expected"), LINES)
def test_a_line_is_kept_as_typed_or_refused_in_words(typed, expected):
    with override("en"):
        assert cleaned(forms.LineField(label="Name"), typed) == expected


@pytest.mark.parametrize("typed", ["a\x00b", "a\x08b", "a\x7fb", "a\ufffdb", "a" + chr(0xD800)])
def test_a_character_that_cannot_be_stored_is_refused(typed):
    with override("en"):
        (message,) = cleaned(forms.LineField(label="Name"), typed)
        assert message.startswith("This text contains a character that cannot be stored.")


def test_a_paragraph_keeps_its_lines_and_counts_a_line_end_once():
    assert cleaned(forms.ParagraphField(label="Text", limit=3), "a\r\nb") == "a\nb"


DATES = [
    ("1985-04-01", date(1985, 4, 1)),
    ("昭和60年4月1日", date(1985, 4, 1)),
    ("Ｓ６０．４．１", date(1985, 4, 1)),
    ("", ["Fill in “Born”."]),
    ("令和7年2月30日", ["This day does not exist in the calendar."]),
    ("2026-11-18", ["This date lies in the future."]),
    ("2026-11-17", date(2026, 11, 17)),
]


@pytest.mark.parametrize(("typed", "expected"), DATES)
def test_a_typed_date_is_read_the_western_and_the_japanese_way(typed, expected):
    with override("en"):
        assert cleaned(forms.TypedDateField(label="Born"), typed) == expected


def test_a_typed_date_may_be_in_the_future_when_asked():
    assert cleaned(forms.TypedDateField(label="Day", may_be_future=True), "2030-01-01") == date(2030, 1, 1)


MAILS = [
    ("taro@example.jp", "taro@example.jp"),
    ("a@@b.c", ["Write one e-mail address, like name@example.jp."]),
    ("a@b.jp,c@d.jp", ["Write one e-mail address, like name@example.jp."]),
    ("a@b.jp\r\nBcc: x@y.jp", ["Write one e-mail address, like name@example.jp."]),
]


@pytest.mark.parametrize(("typed", "expected"), MAILS)
def test_an_email_address_is_one_address(typed, expected):
    with override("en"):
        assert cleaned(forms.EmailField(label="Mail"), typed) == expected


CHOICES = [
    (forms.RadioField(label="How", choices=[("a", "A")]), "a", "a"),
    (forms.RadioField(label="How", choices=[("a", "A")]), "z", ["Choose one of the answers shown."]),
    (forms.RadioField(label="How", choices=[("a", "A")]), "", ["Choose an answer for “How”."]),
    (forms.SelectField(label="How", choices=[("a", "A")]), "z", ["Choose one of the answers shown."]),
    (forms.CheckboxesField(label="What", choices=[("a", "A")]), ["a"], ["a"]),
    (forms.CheckboxesField(label="What", choices=[("a", "A")]), ["z"], ["Choose from the answers shown."]),
    (forms.CheckboxesField(label="What", choices=[("a", "A")]), [], ["Choose an answer for “What”."]),
    (forms.ConfirmField(label="Sure"), "", ["Tick “Sure” to continue."]),
    (forms.DayField(label="Day"), "2026-02-30", ["Write a date that exists, like 2026-04-01."]),
]


@pytest.mark.parametrize(("field", "typed", "expected"), CHOICES)
def test_a_choice_outside_the_list_is_refused_in_words(field, typed, expected):
    with override("en"):
        assert cleaned(field, typed) == expected


FILES = [
    (b"x", None),
    (b"", "This file is empty. Please choose another one."),
    (b"x" * 10, None),
    (b"x" * 11, "This file has 11\xa0bytes. The limit is 10\xa0bytes."),
]


@pytest.mark.parametrize(("content", "expected"), FILES)
def test_a_document_is_refused_when_empty_or_too_large(content, expected):
    with override("en"):
        form = OneForm(
            forms.DocumentField(label="Passport", limit_bytes=10), {}, {"x": SimpleUploadedFile("a.pdf", content)}
        )
        assert [str(message) for message in form.errors.get("x", [])] == ([expected] if expected else [])


def test_a_missing_document_is_named():
    with override("en"):
        assert cleaned(forms.DocumentField(label="Passport"), None) == ["Choose a file for “Passport”."]


def test_better_words_of_the_form_win():
    with override("en"):
        field = forms.LineField(label="Name", error_messages={"required": "Enter your name."})
        assert cleaned(field, "") == ["Enter your name."]


def test_a_label_changed_after_the_start_is_the_one_named():
    with override("en"):
        form = OneForm(forms.LineField(label="Name"), {"x": ""})
        form.fields["x"].label = "Agent's name"
        assert form.errors["x"] == ["Fill in “Agent's name”."]


def test_typed_text_is_shown_again_without_what_html_cannot_carry():
    form = OneForm(forms.LineField(label="Name"), {"x": "山\x00田\x08"})
    assert form["x"].value() == "山田"


def test_a_browser_does_not_cut_pasted_text():
    page = str(OneForm(forms.LineField(label="Name", limit=5), None)) + str(
        OneForm(forms.EmailField(label="Mail"), None)
    )
    assert "maxlength" not in page


def test_a_field_is_described_by_hint_error_and_counter_in_this_order():
    form = OneForm(forms.ParagraphField(label="Text", limit=3, help_text="Hint"), {"x": "four"})
    assert 'aria-describedby="id_x_helptext id_x_error id_x_counter"' in str(form)


def test_every_line_of_the_error_summary_leads_to_a_control():
    class Several(forms.AccessibleForm):
        name = forms.LineField(label="Name")
        how = forms.RadioField(label="How", choices=[("a", "A")])
        paper = forms.DocumentField(label="Passport")

    form = Several({})
    template = engines["django"].from_string("{% load dsr_desk %}{% error_summary form %}{{ form }}")
    page = template.render({"form": form})
    for anchor in ("id_name", "id_how_0", "id_paper"):
        assert page.count(f'href="#{anchor}"') == page.count(f'id="{anchor}"') == 1


def test_the_error_summary_names_the_field_when_its_message_does_not():
    template = engines["django"].from_string("{% load dsr_desk %}{% error_summary form %}")
    with override("en"):
        page = template.render({"form": OneForm(forms.TypedDateField(label="Born"), {"x": "1985-02-30"})})
    assert "Born: This day does not exist in the calendar." in page
