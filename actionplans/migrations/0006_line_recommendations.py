from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0005_round_line_newest"),
        ("members", "0009_workshops"),
    ]

    operations = []
