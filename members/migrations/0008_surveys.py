from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0007_offices")]

    operations = []
