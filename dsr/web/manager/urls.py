"""Pages of managers and auditors: figures of their desks, and the export behind them."""

from django.urls import path

from dsr.web.manager import views

app_name = "manager"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("cases.csv", views.export, name="export"),
]
