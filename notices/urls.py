"""The addresses of the pages that the law and people ask for."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("accessibilite/schema-pluriannuel/", views.accessibility_plan, name="accessibility_plan"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("plan-du-site/", views.site_plan, name="site_plan"),
    path("aide/", views.help_page, name="help"),
    path("aide/ecrire/", views.write, name="write"),
    path("aide/ecrire/envoye/", views.written, name="written"),
    path("ecoconception/", views.eco_design, name="eco_design"),
]
