from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0010_tasks")]

    operations: list = []
