from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0013_neighbours")]

    operations: list = []
