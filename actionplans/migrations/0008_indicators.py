from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0007_activities")]

    operations: list = []
