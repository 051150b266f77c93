"""Addresses of the observatory."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from observatory import (
    api_views,
    commute_views,
    open_data_views,
    pledge_views,
    public_views,
    report_views,
    returns_views,
    staff_views,
)
from observatory.api import v1


class SpanConverter:
    """ "2026-10" or "2026"."""

    regex = r"20\d\d(?:-(?:0[1-9]|1[0-2]))?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(SpanConverter):
    """The SIREN of an intercommunality."""

    regex = r"\d{9}"


register_converter(SpanConverter, "span")
register_converter(CodeConverter, "siren")

app_name = "observatory"

moves: list[URLPattern] = [
    path("observatoire/j-ai-demenage/", pledge_views.declare, name="declare_move"),
    path("observatoire/ma-declaration/<str:token>/", pledge_views.pledge, name="pledge"),
]
euros = [
    path("observatoire/euros/", returns_views.returns_page, name="returns"),
    path("observatoire/euros/<slug:code>/", returns_views.returns_of, name="returns_of"),
    path("observatoire/euros/<slug:code>/lignes.csv", returns_views.returns_csv, name="returns_csv"),
]

reports = [
    path("observatoire/rapports/", report_views.report_list, name="reports"),
    path("observatoire/rapports/arret/<str:token>/", report_views.end_reports, name="end_reports"),
    path("observatoire/rapports/<span:span>/", report_views.report, name="report"),
    path("observatoire/rapports/<span:span>/rapport.<slug:kind>", report_views.report_file, name="report_file"),
    path("observatoire/rapports/<span:span>/<siren:code>/", report_views.report, name="territory_report"),
    path(
        "observatoire/rapports/<span:span>/<siren:code>/rapport.<slug:kind>",
        report_views.report_file,
        name="territory_report_file",
    ),
]

interface: list[URLPattern | URLResolver] = [
    path("api/", api_views.description, name="api"),
    path("api/v1/openapi.json", api_views.openapi, name="api_openapi"),
    path("api/v1/", include(v1.addresses())),
    path("api/<path:rest>", api_views.unknown, name="api_unknown"),
]

open_data = [
    path("donnees/", open_data_views.open_data_page, name="open_data"),
    path("donnees/catalogue.jsonld", open_data_views.catalogue, name="catalogue"),
    path("donnees/indicateurs/dictionnaire.csv", open_data_views.dictionary_csv, name="dictionary_csv"),
    path("donnees/indicateurs/<slug:name>.csv", open_data_views.figures_csv, name="figures_csv"),
]

figures = [
    path("observatoire/", public_views.home, name="home"),
    path("observatoire/mon-trajet/", commute_views.my_way, name="my_way"),
    path("observatoire/carte/", public_views.movable_map, name="map"),
    path("observatoire/tableaux/<slug:name>.csv", public_views.table_csv, name="table_csv"),
    path("observatoire/tableaux/<slug:name>.json", public_views.table_json, name="table_json"),
    path("admin/observatory/utilisation/", admin.site.admin_view(staff_views.utilisation), name="utilisation"),
    path("admin/observatory/pipeline/", admin.site.admin_view(staff_views.pipeline), name="pipeline"),
    # Last: any other word is a theme, or is not found.
    path("observatoire/<slug:slug>/", public_views.theme, name="theme"),
]

urlpatterns = [*moves, *euros, *reports, *open_data, *interface, *figures]
