"""The addresses of work: the offers, applying, saved searches, and what machines read."""

from django.urls import path

from jobs import alert_views, application_views, calendar_views, export_views, feeds, views

app_name = "jobs"
urlpatterns = [
    path("emplois/", views.offer_list, name="list"),
    path("emplois/offres.atom", feeds.atom, name="atom"),
    path("emplois/offres.json", export_views.offers_json, name="offers_json"),
    path("emplois/offres.csv", export_views.offers_csv, name="offers_csv"),
    path("emplois/alerte/", alert_views.ask, name="ask_alert"),
    path("emplois/alerte/<str:token>/", alert_views.alert, name="alert"),
    path("emplois/alerte/<str:token>/arret/", alert_views.stop, name="alert_stop"),
    path("emplois/suivi/<str:token>/", application_views.application, name="application"),
    path("emplois/transmise/<str:token>/", application_views.passed_on, name="passed_on"),
    path("emplois/transmise/<str:token>/cv/", application_views.passed_on_cv, name="passed_on_cv"),
    path("emplois/poste/<str:token>/", application_views.outcome, name="outcome"),
    path("emplois/renouveler/<str:token>/", alert_views.renew, name="renew"),
    path("emplois/<slug:slug>/", views.offer_detail, name="detail"),
    path("emplois/<slug:slug>/cloture.ics", calendar_views.closing_date, name="closing_date"),
    path("emplois/<slug:slug>/postuler/", application_views.apply, name="apply"),
]
