from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0011_cycle")]

    operations: list = []
