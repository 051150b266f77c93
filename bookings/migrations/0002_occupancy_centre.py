"""Keep the centre copied on each occupancy row true: it must be the centre of the workspace."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE bookings_occupancy
                ADD CONSTRAINT bookings_occupancy_centre_of_workspace
                FOREIGN KEY (workspace_id, telecentre_id) REFERENCES telecentres_workspace (id, telecentre_id)
                DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="ALTER TABLE bookings_occupancy DROP CONSTRAINT bookings_occupancy_centre_of_workspace",
        )
    ]
