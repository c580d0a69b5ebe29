from django.db import migrations

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0002_initial"), ("committees", "0002_database_side")]

    operations = [
        tenant_key("actionplans_plan"),
        tenant_key("actionplans_planline"),
        child_key("actionplans_planline", "actionplans_plan", "plan_id"),
        tenant_key("actionplans_linesupport"),
        child_key("actionplans_linesupport", "actionplans_planline", "line_id"),
        tenant_key("actionplans_lineplace"),
        child_key("actionplans_lineplace", "actionplans_planline", "line_id"),
        tenant_key("actionplans_quarterplan"),
        child_key("actionplans_quarterplan", "actionplans_plan", "plan_id"),
        tenant_key("actionplans_round"),
        child_key("actionplans_round", "actionplans_quarterplan", "quarter_plan_id"),
        tenant_key("actionplans_roundline"),
        child_key("actionplans_roundline", "actionplans_round", "round_id"),
    ]
