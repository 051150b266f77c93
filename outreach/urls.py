"""The addresses of outreach: agenda and registrations, coming to live here, and guides."""

from django.urls import URLPattern, URLResolver, path

from outreach import certificate_views, door_views, event_feeds, event_views, guide_views, lead_views, registration_views

app_name = "outreach"

events: list[URLPattern | URLResolver] = [
    path("evenements/", event_views.agenda, name="agenda"),
    path("evenements/agenda.ics", event_feeds.events_calendar, name="events_calendar"),
    path("evenements/evenements.atom", event_feeds.events_atom, name="events_atom"),
    path("evenements/evenements.csv", event_feeds.events_csv, name="events_csv"),
    path("evenements/integrer/", event_views.embedded, name="embedded"),
    path("evenements/<slug:slug>/", event_views.event, name="event"),
    path("evenements/<slug:slug>/agenda.ics", event_views.event_calendar, name="event_calendar"),
]

registrations: list[URLPattern | URLResolver] = [
    path("evenements/<slug:slug>/inscription/", registration_views.register, name="register"),
    path("mes-inscriptions/", registration_views.my_registrations, name="registrations"),
    path("inscriptions/<str:token>/", registration_views.registration, name="registration"),
    path("inscriptions/<str:token>/agenda.ics", registration_views.calendar, name="registration_calendar"),
    path("inscriptions/<str:token>/attestation.pdf", registration_views.certificate, name="certificate"),
    path("attestations/", certificate_views.find_certificate, name="find_certificate"),
    path("attestations/<str:reference>/", certificate_views.certificate_of, name="certificate_of"),
    path("avis/<str:token>/", certificate_views.answer, name="answer"),
    path("porte/", door_views.door, name="door"),
    path("porte/presence/", door_views.note, name="door_note"),
    path("porte/<str:token>/", door_views.open_door, name="open_door"),
]

leads: list[URLPattern | URLResolver] = [
    path("venir-vivre-ici/", lead_views.come, name="come"),
    path("venir-vivre-ici/merci/", lead_views.come_thanks, name="come_thanks"),
    path("mon-projet/<str:token>/", lead_views.project, name="project"),
    path("mon-projet/<str:token>/arret/", lead_views.end_news, name="end_news"),
]

guides: list[URLPattern | URLResolver] = [
    path("informations/", guide_views.guide_list, name="guides"),
    path("informations/<slug:slug>/", guide_views.guide_detail, name="guide"),
    path("informations/<slug:slug>/document.odt", guide_views.guide_file, name="guide_file"),
]

urlpatterns = [*events, *registrations, *leads, *guides]
