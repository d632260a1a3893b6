"""Log lines hold facts for an engineer and nothing of a person."""

import json
import logging

import pytest
from celery.exceptions import Ignore, Reject
from django.test import RequestFactory
from django.urls import resolve

from config.celery import app
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


def test_a_message_about_an_exception_is_not_written_because_it_quotes_it():
    with pytest.raises(ValueError, match="Yamada") as raised:
        raise ValueError("Yamada Taro")
    error = raised.value
    for message, args in [("%s failed", (error,)), (f"failed: {error}", ()), (error, ()), ("at /?q=%s", ("Yamada",))]:
        record = logging.LogRecord("library", logging.ERROR, __file__, 1, message, args, raised._excinfo)
        line = JsonLineFormatter().format(record)
        assert json.loads(line)["exception"] == "builtins.ValueError"
        assert "Yamada" not in line


@pytest.fixture
def told():
    """Return a list of what Celery logs about its tasks, as it is written."""
    lines = []
    handler = logging.Handler()
    handler.setFormatter(JsonLineFormatter())
    handler.emit = lambda record: lines.append(handler.format(record))
    logger = logging.getLogger("celery.app.trace")
    before, logger.level = logger.level, logging.DEBUG
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)
    logger.level = before


def fails(_name):
    raise ValueError("山田 太郎")


def fails_as_expected(_name):
    raise KeyError("山田 太郎")


def answers(name):
    return name


def is_rejected(_name):
    raise Reject("山田 太郎")


def is_ignored(_name):
    raise Ignore("山田 太郎")


@pytest.mark.parametrize(
    ("body", "message", "exception"),
    [
        (fails, "task raised unexpected", "builtins.ValueError"),
        (fails_as_expected, "task raised expected", None),
        (answers, "task succeeded", None),
        (is_rejected, "task rejected", "celery.exceptions.Reject"),
        (is_ignored, "task ignored", None),
    ],
)
def test_a_task_is_told_by_its_name_and_never_by_what_it_got_gave_or_raised(told, body, message, exception):
    task = app.task(body, name="suite.a_task", throws=(KeyError,), shared=False)
    try:
        task.apply(args=["山田 太郎"])
    finally:
        app.tasks.unregister("suite.a_task")
    (line,) = told
    found = json.loads(line)
    assert (found["message"], found["task"], found.get("exception")) == (message, "suite.a_task", exception)
    assert [word for word in ("山田", "\\u5c71") if word in line] == []


def test_a_line_feed_cannot_forge_a_second_line():
    record = logging.LogRecord("dsr.test", logging.ERROR, __file__, 1, "a\n{}", (), None)
    assert "\n" not in JsonLineFormatter().format(record)
