import django.db.models.deletion
from django.db import migrations, models

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0005_round_line_newest"),
        ("members", "0009_workshops"),
    ]

    operations = [
        migrations.CreateModel(
            name="LineRecommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("committee", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.committee")),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="actionplans.planline")),
                ("province", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.area")),
                ("recommendation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.recommendation")),
            ], options={'indexes': [models.Index(fields=["recommendation"], name="line_recommendation_of"), models.Index(fields=["committee", "province"], name="line_recommendation_tenant")], 'constraints': [models.UniqueConstraint(fields=("line", "recommendation"), name="line_recommendation_once")]},
        ),
        migrations.AddField(
            model_name="planline",
            name="recommendations",
            field=models.ManyToManyField(blank=True, related_name="+", through="actionplans.LineRecommendation", to="members.recommendation", verbose_name="comes from a recommendation"),
        ),
        tenant_key("actionplans_linerecommendation"),
        child_key("actionplans_linerecommendation", "actionplans_planline", "line_id"),
        child_key("actionplans_linerecommendation", "members_recommendation", "recommendation_id"),
    ]
