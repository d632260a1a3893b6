"""What Celery may start, and when. The truth is in rows: a task only wakes somebody up."""

from celery import shared_task
from celery.schedules import crontab
from django.core.management import call_command
from django.utils import timezone

from dsr.actions import auditing, calendars, digests, drafts, firing, keeping, stepping, unfinished, upkeep, watch
from dsr.effects import orphans, outbox, rescan
from dsr.models.statistics import take_statistics


@shared_task(name="dsr.drain_outbox", ignore_result=True)
def drain_outbox() -> None:
    """Deliver what is waiting."""
    for message_id in outbox.claim(limit=50):
        outbox.deliver(message_id)


@shared_task(name="dsr.tick", ignore_result=True)
def tick() -> None:
    """Let cases follow their calendars, ask for the mails of the morning, fire every due timer, look at the clock."""
    calendars.follow()
    digests.ask_for_due(timezone.now())
    firing.fire_all_due(timezone.now())
    # last: a machine that cannot tell when it started still tells its deadlines
    stepping.note_clock_step(timezone.now())


@shared_task(name="dsr.sweep", ignore_result=True)
def sweep() -> None:
    """Clear drafts that nobody sent, then stored files that no row names; let the database look at what is left."""
    drafts.delete_stale(timezone.now())
    call_command("clearsessions")
    orphans.delete_unnamed_files(timezone.now())
    take_statistics()


@shared_task(name="dsr.ask_again", ignore_result=True)
def ask_again() -> None:
    """Ask once more for what should be finished by now, and the virus scanner about what it has not judged."""
    unfinished.ask_again(timezone.now())
    rescan.scan_waiting(timezone.now())


@shared_task(name="dsr.restore_timers", ignore_result=True)
def restore_timers() -> None:
    """Set the timers of open cases anew that have lost them."""
    watch.restore_timers(timezone.now())


@shared_task(name="dsr.destroy_due_papers", ignore_result=True)
def destroy_due_papers() -> None:
    """Destroy the papers whose time of keeping is over."""
    keeping.destroy_due(timezone.localdate())


@shared_task(name="dsr.check_journal", ignore_result=True)
def check_journal() -> None:
    """Look at the journal of every case and at the anchors over all of them, and write the anchor of the night."""
    auditing.check_whole_journal(timezone.now())


@shared_task(name="dsr.check_newest_entries", ignore_result=True)
def check_newest_entries() -> None:
    """Look at the journals that were written lately."""
    auditing.check_newest_entries()


@shared_task(name="dsr.remind_of_upkeep", ignore_result=True)
def remind_of_upkeep() -> None:
    """Say which duties of the administrators are due: backups, restore drill, access review, master key."""
    upkeep.remind_of_upkeep(timezone.now())


SCHEDULE = {
    "drain_outbox": {"task": "dsr.drain_outbox", "schedule": 2.0},
    "tick": {"task": "dsr.tick", "schedule": 60.0},
    "ask_again": {"task": "dsr.ask_again", "schedule": crontab(minute="*/10")},
    "sweep": {"task": "dsr.sweep", "schedule": crontab(minute=20)},
    "restore_timers": {"task": "dsr.restore_timers", "schedule": crontab(minute=50)},
    "destroy_due_papers": {"task": "dsr.destroy_due_papers", "schedule": crontab(minute=40)},
    "check_newest_entries": {"task": "dsr.check_newest_entries", "schedule": crontab(minute=30)},
    "remind_of_upkeep": {"task": "dsr.remind_of_upkeep", "schedule": crontab(hour=4, minute=10)},
    "check_journal": {"task": "dsr.check_journal", "schedule": crontab(hour=4, minute=20)},
}
