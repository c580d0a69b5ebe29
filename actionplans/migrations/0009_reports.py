import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):

    dependencies = [
        ("actionplans", "0008_indicators"),
        ("committees", "0005_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('quarter_number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('returned', 'sent back'), ('accepted', 'accepted'), ('reopened', 'reopened')], default='draft', max_length=10)),
                ('due', models.DateField()),
                ('above', models.BooleanField(default=True, editable=False)),
                ('rounds_count', models.PositiveSmallIntegerField(default=0)),
                ('line_count', models.PositiveIntegerField(default=0)),
                ('answered_count', models.PositiveIntegerField(default=0)),
                ('done_count', models.PositiveIntegerField(default=0)),
                ('under_way_count', models.PositiveIntegerField(default=0)),
                ('late_count', models.PositiveIntegerField(default=0)),
                ('dropped_count', models.PositiveIntegerField(default=0)),
                ('budget', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14)),
                ('spent', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14)),
                ('started_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'progress report', 'constraints': [models.CheckConstraint(condition=models.Q(('answered_count__lte', models.F('line_count'))), name='report_answers_lines')]},
        ),
        migrations.CreateModel(
            name='ReportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('carried', models.BooleanField(default=False)),
                ('what', models.CharField(max_length=300)),
                ('pillar', models.CharField(choices=[('counter_trafficking', 'counter-trafficking'), ('child_protection', 'child protection'), ('stateless', 'stateless people'), ('education', 'education')], max_length=20)),
                ('budget', models.DecimalField(decimal_places=2, max_digits=12)),
                ('content', models.JSONField()),
                ('state', models.CharField(blank=True, choices=[('done', 'done'), ('under_way', 'under way'), ('late', 'late'), ('dropped', 'dropped')], default='', max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('value_text', models.CharField(blank=True, max_length=200)),
                ('spent', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('word', models.TextField(blank=True)),
                ('above', models.BooleanField(default=False, editable=False)),
                ('answered_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['carried', 'position', 'pk'], 'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['late', 'dropped']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='report_line_reason'), models.CheckConstraint(condition=models.Q(('spent__gte', 0)), name='report_line_spent')]},
        ),
        migrations.CreateModel(
            name='ReportReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField()),
                ('stage', models.SmallIntegerField()),
                ('sent_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='ReportRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('note', models.TextField(blank=True)),
                ('above', models.BooleanField(default=True, editable=False)),
                ('submitted_post_th', models.CharField(blank=True, max_length=200)),
                ('submitted_post_en', models.CharField(blank=True, max_length=200)),
                ('submitted_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('', 'waiting'), ('accepted', 'accepted'), ('returned', 'sent back')], default='', max_length=10)),
                ('decided_post_th', models.CharField(blank=True, max_length=200)),
                ('decided_post_en', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_note', models.TextField(blank=True)),
                ('line_notes', models.JSONField(default=dict)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reopened_reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ReportWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('went_well', models.TextField(blank=True, verbose_name='what went well')),
                ('hindered', models.TextField(blank=True, verbose_name='what hindered')),
                ('asks', models.TextField(blank=True, verbose_name='what we ask of the province')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='YearSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('note', models.TextField(blank=True)),
                ('above', models.BooleanField(default=True, editable=False)),
                ('made_post_th', models.CharField(blank=True, max_length=200)),
                ('made_post_en', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('outdated_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'yearly summary',
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='report',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='report',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='actionplans.plan'),
        ),
        migrations.AddField(
            model_name='report',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='report',
            name='quarter',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='actionplans.quarterplan'),
        ),
        migrations.AddField(
            model_name='report',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.round'),
        ),
        migrations.AddField(
            model_name='report',
            name='started_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportline',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportline',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.planline'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='actionplans.report'),
        ),
        migrations.AddField(
            model_name='reportreminder',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='reportreminder',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='reportreminder',
            name='quarter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actionplans.quarterplan'),
        ),
        migrations.AddField(
            model_name='reportround',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='reportround',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportround',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='reportround',
            name='reopened_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportround',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='actionplans.report'),
        ),
        migrations.AddField(
            model_name='reportround',
            name='submitted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportwords',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='reportwords',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='reportwords',
            name='report',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='actionplans.report'),
        ),
        migrations.AddField(
            model_name='reportwords',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='yearsummary',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='yearsummary',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='yearsummary',
            name='outdated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.report'),
        ),
        migrations.AddField(
            model_name='yearsummary',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['province', 'fiscal_year', 'quarter_number', 'state'], name='report_matrix'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['province', 'state', 'changed_at', 'id'], name='report_waiting'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['committee', 'state', 'due'], name='report_of_committee'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['committee', 'province'], name='report_tenant'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('id', 'committee'), name='report_id_committee'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('committee', 'fiscal_year', 'quarter_number'), name='report_once_a_quarter'),
        ),
        migrations.AddIndex(
            model_name='reportline',
            index=models.Index(fields=['committee', 'province'], name='report_line_tenant'),
        ),
        migrations.AddIndex(
            model_name='reportline',
            index=models.Index(fields=['line'], name='report_line_of'),
        ),
        migrations.AddConstraint(
            model_name='reportline',
            constraint=models.UniqueConstraint(fields=('report', 'line'), name='report_line_once'),
        ),
        migrations.AddIndex(
            model_name='reportreminder',
            index=models.Index(fields=['committee', 'province'], name='report_reminder_tenant'),
        ),
        migrations.AddConstraint(
            model_name='reportreminder',
            constraint=models.UniqueConstraint(fields=('quarter', 'due', 'stage'), name='report_reminded_once'),
        ),
        migrations.AddIndex(
            model_name='reportround',
            index=models.Index(fields=['committee', 'province'], name='report_round_tenant'),
        ),
        migrations.AddConstraint(
            model_name='reportround',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='report_round_once'),
        ),
        migrations.AddConstraint(
            model_name='reportround',
            constraint=models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='report_nobody_accepts_own'),
        ),
        migrations.AddIndex(
            model_name='reportwords',
            index=models.Index(fields=['committee', 'province'], name='report_words_tenant'),
        ),
        migrations.AddIndex(
            model_name='yearsummary',
            index=models.Index(fields=['committee', 'province'], name='summary_tenant'),
        ),
        migrations.AddConstraint(
            model_name='yearsummary',
            constraint=models.UniqueConstraint(fields=('committee', 'fiscal_year', 'number'), name='summary_number_once'),
        ),
        tenant_key("actionplans_report"),
        tenant_key("actionplans_reportline"),
        tenant_key("actionplans_reportwords"),
        tenant_key("actionplans_reportround"),
        tenant_key("actionplans_reportreminder"),
        tenant_key("actionplans_yearsummary"),
        child_key("actionplans_report", "actionplans_plan", "plan_id"),
        child_key("actionplans_report", "actionplans_quarterplan", "quarter_id"),
        child_key("actionplans_report", "actionplans_round", "round_id"),
        child_key("actionplans_reportline", "actionplans_report", "report_id"),
        child_key("actionplans_reportline", "actionplans_planline", "line_id"),
        child_key("actionplans_reportwords", "actionplans_report", "report_id"),
        child_key("actionplans_reportround", "actionplans_report", "report_id"),
        child_key("actionplans_reportreminder", "actionplans_quarterplan", "quarter_id"),
    ]
