"""The addresses of this app."""

app_name = "accounts"
urlpatterns: list = []
