import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
import actionplans.models.cycle
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


def of_one_province(table: str, column: str, parent: str) -> migrations.RunSQL:
    """Tie (parent, province) of a row to the parent row's province."""
    name = f"{table}_{column}_province"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, province_id)"
        f" REFERENCES {parent} (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0010_tasks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DueRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('annual_month', models.PositiveSmallIntegerField(default=8)),
                ('annual_day', models.PositiveSmallIntegerField(default=31)),
                ('plan_before', models.PositiveSmallIntegerField(default=0)),
                ('report_after', models.PositiveSmallIntegerField(default=15)),
                ('version', models.PositiveIntegerField(default=1)),
                ('above', models.BooleanField(default=True, editable=False)),
            ],
            options={
                'verbose_name': 'due days', 'constraints': [models.CheckConstraint(condition=models.Q(('annual_day__gte', 1), ('annual_day__lte', 31), ('annual_month__gte', 7), ('annual_month__lte', 9), ('plan_before__lte', 60), ('report_after__lte', 60), models.Q(('annual_day', 31), ('annual_month', 9), _negated=True)), name='due_rules_sane')]},
        ),
        migrations.CreateModel(
            name='ProvinceDueRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('annual_month', models.PositiveSmallIntegerField(default=8)),
                ('annual_day', models.PositiveSmallIntegerField(default=31)),
                ('plan_before', models.PositiveSmallIntegerField(default=0)),
                ('report_after', models.PositiveSmallIntegerField(default=15)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'due days of the province', 'constraints': [models.CheckConstraint(condition=models.Q(('annual_day__gte', 1), ('annual_day__lte', 31), ('annual_month__gte', 7), ('annual_month__lte', 9), ('plan_before__lte', 60), ('report_after__lte', 60), models.Q(('annual_day', 31), ('annual_month', 9), _negated=True)), name='province_due_rules_sane')]},
        ),
        migrations.CreateModel(
            name='Season',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('opened_on', models.DateField()),
                ('reminded', models.SmallIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'season of drafting',
            },
        ),
        migrations.CreateModel(
            name='TemplateLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='fiscal year')),
                ('what', models.CharField(max_length=300, verbose_name='what will be done')),
                ('pillar', models.CharField(choices=[('counter_trafficking', 'counter-trafficking'), ('child_protection', 'child protection'), ('stateless', 'stateless people'), ('education', 'education')], max_length=20, verbose_name='pillar')),
                ('starts', models.DateField(verbose_name='from')),
                ('ends', models.DateField(verbose_name='until')),
                ('indicator', models.CharField(blank=True, max_length=300, verbose_name='indicator')),
                ('target', models.CharField(blank=True, max_length=150, verbose_name='target')),
                ('hint', models.TextField(blank=True, verbose_name='what to look out for')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('national', 'national body'), ('provincial', 'provincial committee'), ('district', 'district committee'), ('executive', 'executive committee'), ('operations', 'operations committee'), ('group', 'group'), ('working_group', 'working group'), ('civil_society', 'civil-society committee')], max_length=20), default=actionplans.models.cycle.asked_kinds, size=None, verbose_name='asked of')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('form_key', models.UUIDField(editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'line PSDHS asks for',
                'ordering': ['starts', 'pk'], 'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='template_line_ends_after_start'), models.CheckConstraint(condition=models.Q(('fiscal_year__gte', 2500), ('fiscal_year__lte', 2700)), name='template_line_year_sane')]},
        ),
        migrations.CreateModel(
            name='TemplateTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.BooleanField(default=True)),
                ('above', models.BooleanField(default=True, editable=False)),
                ('taken_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'line taken over',
            },
        ),
        migrations.AddField(
            model_name='planline',
            name='copied_from',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.planline'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.UniqueConstraint(fields=('plan', 'copied_from'), name='line_copied_once'),
        ),
        migrations.AddField(
            model_name='duerules',
            name='committee',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='duerules',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='provinceduerules',
            name='province',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='season',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='season',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='templateline',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='templateline',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.indicator', verbose_name='indicator of the province'),
        ),
        migrations.AddField(
            model_name='templateline',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='templatetaken',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='templatetaken',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.planline'),
        ),
        migrations.AddField(
            model_name='templatetaken',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='templatetaken',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='actionplans.templateline'),
        ),
        migrations.AddIndex(
            model_name='duerules',
            index=models.Index(fields=['province', 'committee'], name='due_rules_province'),
        ),
        migrations.AddIndex(
            model_name='season',
            index=models.Index(fields=['committee', 'province'], name='season_tenant'),
        ),
        migrations.AddConstraint(
            model_name='season',
            constraint=models.UniqueConstraint(fields=('committee', 'fiscal_year'), name='season_once_a_year'),
        ),
        migrations.AddIndex(
            model_name='templateline',
            index=models.Index(fields=['province', 'fiscal_year', 'starts'], name='template_line_list'),
        ),
        migrations.AddConstraint(
            model_name='templateline',
            constraint=models.UniqueConstraint(fields=('id', 'province'), name='template_line_id_province'),
        ),
        migrations.AddConstraint(
            model_name='templateline',
            constraint=models.UniqueConstraint(fields=('province', 'form_key'), name='template_line_form_key_once'),
        ),
        migrations.AddIndex(
            model_name='templatetaken',
            index=models.Index(fields=['committee', 'province'], name='template_taken_tenant'),
        ),
        migrations.AddIndex(
            model_name='templatetaken',
            index=models.Index(fields=['line'], name='template_taken_line'),
        ),
        migrations.AddConstraint(
            model_name='templatetaken',
            constraint=models.UniqueConstraint(fields=('template', 'committee'), name='template_taken_once'),
        ),
        tenant_key("actionplans_duerules"),
        tenant_key("actionplans_season"),
        tenant_key("actionplans_templatetaken"),
        child_key("actionplans_templatetaken", "actionplans_planline", "line_id"),
        child_key("actionplans_planline", "actionplans_planline", "copied_from_id"),
        of_one_province("actionplans_templateline", "measure_id", "actionplans_indicator"),
        of_one_province("actionplans_templatetaken", "template_id", "actionplans_templateline"),
    ]
