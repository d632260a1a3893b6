"""Pages of this door."""

urlpatterns: list = []
