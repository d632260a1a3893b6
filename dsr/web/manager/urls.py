"""Pages of managers and auditors: figures of their desks, papers and their end, and the exports behind them."""

from django.urls import path

from dsr.web.manager import calendars, foresight, looks, rehearsal, views

app_name = "manager"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("reminders/release/", views.release_reminders, name="release_reminders"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<slug:slug>/", calendars.calendar, name="calendar"),
    path("foresight/", foresight.foresight, name="foresight"),
    path("rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("cases.csv", views.export, name="export"),
    path("views/", looks.of_person, name="looks_of_person"),
    path("views.csv", looks.of_person_as_csv, name="looks_of_person_csv"),
    path("cases/<uuid:case_id>/views/", looks.at_case, name="looks_at_case"),
    path("cases/<uuid:case_id>/views.csv", looks.at_case_as_csv, name="looks_at_case_csv"),
    path("papers/", views.papers, name="papers"),
    path("papers.csv", views.receipts, name="receipts"),
]
