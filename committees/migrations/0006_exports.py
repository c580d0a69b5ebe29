from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("committees", "0005_paper")]

    operations: list = []
