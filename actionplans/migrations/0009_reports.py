from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0008_indicators")]

    operations: list = []
