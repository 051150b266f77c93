"""The addresses of this app."""

app_name = "telecentres"
urlpatterns: list = []
