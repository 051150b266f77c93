"""The table of the cache, made with the others: rate limits must hold from the first request on."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_letter")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
