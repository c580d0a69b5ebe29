from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="task_chase",
            field=models.CharField(
                choices=[
                    ("daily", "Every day"),
                    ("second_day", "Every second day"),
                    ("weekly", "Once a week"),
                ],
                default="second_day",
                max_length=10,
                verbose_name="reminders of overdue tasks",
            ),
        ),
    ]
