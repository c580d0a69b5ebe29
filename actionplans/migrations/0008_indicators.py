import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from committees.db import tenant_key


def of_one_province(table: str, column: str) -> migrations.RunSQL:
    """Tie the indicator a row names to the row's own province."""
    name = f"{table}_{column}_province"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, province_id)"
        " REFERENCES actionplans_indicator (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0007_activities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_th', models.CharField(max_length=200, verbose_name='name in Thai')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('unit_th', models.CharField(max_length=40, verbose_name='unit in Thai')),
                ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit in English')),
                ('measure', models.CharField(choices=[('reached', 'people reached'), ('participants', 'participants'), ('women', 'women among the participants'), ('men', 'men among the participants'), ('minors', 'participants under 18'), ('activities', 'number of activities'), ('practitioners', 'practitioners who took part'), ('knowledge', 'knowledge gain, weighted'), ('villages', 'villages with an activity'), ('subdistricts', 'sub-districts with an activity'), ('cash', 'cash spent'), ('staff_days', 'days of work given'), ('districts', 'districts with a committee'), ('reported', 'reported each quarter')], max_length=15, verbose_name='where the value comes from')),
                ('kind', models.CharField(blank=True, choices=[('campaign', 'campaign'), ('training', 'training'), ('community_meeting', 'community meeting'), ('field_monitoring', 'field monitoring'), ('lessons_learned', 'lessons learned'), ('coordination', 'coordination'), ('assistance', 'assistance'), ('other', 'other')], max_length=20, verbose_name='only activities of this kind')),
                ('pillar', models.CharField(blank=True, choices=[('counter_trafficking', 'counter-trafficking'), ('child_protection', 'child protection'), ('stateless', 'stateless people'), ('education', 'education')], max_length=20, verbose_name='pillar')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what exactly is counted')),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=1000)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'indicator',
                'ordering': ['sort_key', 'pk'], 'indexes': [models.Index(fields=['province', 'sort_key', 'id'], name='indicator_list')], 'constraints': [models.UniqueConstraint(fields=('province', 'name_th'), name='indicator_name_once', violation_error_message='This province already has an indicator of this name.'), models.UniqueConstraint(fields=('id', 'province'), name='indicator_id_province'), models.UniqueConstraint(fields=('province', 'form_key'), name='indicator_key_once')]},
        ),
        migrations.AddField(
            model_name='planline',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.indicator', verbose_name='indicator of the province'),
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='year')),
                ('q1', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('q2', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('q3', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('q4', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('above', models.BooleanField(default=True, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='actionplans.indicator')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'target', 'indexes': [models.Index(fields=['committee', 'province'], name='target_tenant'), models.Index(fields=['province', 'fiscal_year'], name='target_province')], 'constraints': [models.UniqueConstraint(fields=('committee', 'fiscal_year', 'indicator'), name='target_once'), models.CheckConstraint(condition=models.Q(('fiscal_year__gte', 2500), ('fiscal_year__lte', 2700)), name='target_year_sane'), models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), models.Q(('q1__isnull', True), ('q1__gte', 0), _connector='OR'), models.Q(('q2__isnull', True), ('q2__gte', 0), _connector='OR'), models.Q(('q3__isnull', True), ('q3__gte', 0), _connector='OR'), models.Q(('q4__isnull', True), ('q4__gte', 0), _connector='OR')), name='target_not_negative')]},
        ),
        tenant_key("actionplans_target"),
        of_one_province("actionplans_target", "indicator_id"),
        of_one_province("actionplans_planline", "measure_id"),
    ]
