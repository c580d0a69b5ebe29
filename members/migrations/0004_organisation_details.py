from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("committees", "0005_paper"), ("members", "0003_seat_post")]

    operations = []
