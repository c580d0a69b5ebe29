from django.db import migrations

from committees import areas


def load_areas(apps, schema_editor):
    areas.load(apps.get_model("committees", "Area"))


class Migration(migrations.Migration):
    dependencies = [("committees", "0002_database_side")]

    operations = [migrations.RunPython(load_areas, migrations.RunPython.noop, elidable=False)]
