"""Log lines as JSON on standard error, and nothing personal in them: no bodies, queries or exception texts."""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

CELERY_TRACE = "celery.app.trace"


class JsonLineFormatter(logging.Formatter):
    """One record, one JSON object. Of an exception it tells the class and where; its text may quote a person's data.

    Messages about exceptions quote them, and Celery's about tasks also what a task got and gave: neither is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without the line feed."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        raised = record.exc_info[0] if record.exc_info else None
        if request is not None:
            line |= _of_request(record, request)
        elif record.name == CELERY_TRACE:
            line |= _of_task(record)
        else:
            line["message"] = "an exception was raised" if raised else record.getMessage()
        if record.exc_info and raised:
            line["exception"] = f"{raised.__module__}.{raised.__qualname__}"
            line["raised_at"] = _frames(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _of_request(record: logging.LogRecord, request: Any) -> dict[str, Any]:
    """Return what may be told of a request: Django's own message quotes the path, which a visitor can fill."""
    match = getattr(request, "resolver_match", None)
    return {
        "message": "request answered with an error",
        "status": getattr(record, "status_code", None),
        "method": getattr(request, "method", None),
        "route": match.route if match else None,
    }


def _of_task(record: logging.LogRecord) -> dict[str, Any]:
    """Return what may be told of a task: which, and what became of it in a word of Celery's own."""
    told = record.args if isinstance(record.args, dict) else {}
    done = told.get("description") or ("succeeded" if "runtime" in told else "traced")
    return {"message": f"task {done}", "task": told.get("name")}


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def configuration(level: str) -> dict[str, Any]:
    """Return the dictConfig for every process: web, worker, beat and commands."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLineFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # replaces Django's own handlers (console in DEBUG, mail to administrators)
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "gunicorn.error": {"handlers": ["stderr"], "level": level, "propagate": False},
            # any scanner makes these; the answer is 400 and nobody needs to know
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # its DEBUG lines quote every SQL parameter
            "django.db.backends": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # one line for each glyph and rule it has doubts about
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }
