"""Log lines hold facts for an engineer and nothing of a person."""

import json
import logging

import pytest
from django.test import RequestFactory
from django.urls import resolve

from config.logs import JsonLineFormatter


def line_of(**fields):
    record = logging.LogRecord("dsr.test", logging.ERROR, __file__, 1, "%s happened", ("it",), None)
    for name, value in fields.items():
        setattr(record, name, value)
    return json.loads(JsonLineFormatter().format(record))


def test_a_plain_record_is_one_json_object():
    line = line_of()
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "dsr.test", "it happened")
    assert set(line) == {"at", "level", "logger", "message"}


def test_a_request_is_told_by_its_route_and_never_by_its_path():
    request = RequestFactory().post("/accounts/login/?next=taro@example.com", {"login": "taro"})
    request.resolver_match = resolve("/accounts/login/")
    line = line_of(request=request, status_code=500)
    assert (line["route"], line["method"], line["status"]) == ("accounts/login/", "POST", 500)
    assert "taro" not in json.dumps(line)


def test_an_exception_is_told_by_class_and_place_and_never_by_its_text():
    with pytest.raises(ValueError, match="Yamada") as raised:
        raise ValueError("Yamada Taro")
    line = line_of(exc_info=raised._excinfo)
    assert line["exception"] == "builtins.ValueError"
    assert "test_logs.py" in line["raised_at"][-1]
    assert "Yamada" not in json.dumps(line)


def test_a_line_feed_cannot_forge_a_second_line():
    record = logging.LogRecord("dsr.test", logging.ERROR, __file__, 1, "a\n{}", (), None)
    assert "\n" not in JsonLineFormatter().format(record)
