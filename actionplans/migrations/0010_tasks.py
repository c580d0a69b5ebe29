from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0009_reports")]

    operations: list = []
