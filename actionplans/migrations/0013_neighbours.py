from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0012_proposals")]

    operations: list = []
