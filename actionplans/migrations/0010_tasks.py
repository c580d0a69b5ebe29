"""Tasks under a plan line, their endorsement by supervisors, and reminders."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0009_reports"),
        ("committees", "0006_exports"),
        ("members", "0012_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(blank=True, editable=False, max_length=300)),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('what', models.CharField(max_length=300, verbose_name='what is to be done')),
                ('description', models.TextField(blank=True, verbose_name='what matters in it')),
                ('due', models.DateField(verbose_name='due')),
                ('state', models.CharField(choices=[('open', 'open'), ('declined', 'declined'), ('done', 'done'), ('verified', 'verified'), ('dropped', 'dropped')], default='open', max_length=10)),
                ('state_reason', models.TextField(blank=True)),
                ('unheld_since', models.DateField(editable=False, null=True)),
                ('endorsement', models.CharField(choices=[('none', 'none'), ('pending', 'pending'), ('endorsed', 'endorsed'), ('refused', 'refused'), ('expired', 'expired'), ('waived', 'waived')], default='none', max_length=10)),
                ('endorse_until', models.DateTimeField(editable=False, null=True)),
                ('supervisor_name', models.CharField(blank=True, editable=False, max_length=150)),
                ('endorsement_reason', models.TextField(blank=True, editable=False)),
                ('result', models.TextField(blank=True, verbose_name='what came of it')),
                ('done_at', models.DateTimeField(null=True)),
                ('verified_at', models.DateTimeField(null=True)),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField()),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('delegated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.paper')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.planline')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.seat', verbose_name='given to')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.place')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('sits_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'task',
                'ordering': ['due', 'pk'], 'indexes': [models.Index(fields=['committee', 'fiscal_year', 'due', 'id'], name='task_year'), models.Index(fields=['committee', 'province'], name='task_tenant'), models.Index(fields=['person', 'due', 'id'], name='task_person'), models.Index(fields=['delegated_by', 'state'], name='task_delegated'), models.Index(fields=['line'], name='task_line'), models.Index(condition=models.Q(('state', 'open')), fields=['place'], name='task_place'), models.Index(condition=models.Q(('state', 'open')), fields=['due'], name='task_open')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='task_id_committee'), models.UniqueConstraint(fields=('committee', 'form_key'), name='task_key_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done', 'verified']), _negated=True), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_done_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), ('verified_at__isnull', False), ('verified_by__isnull', False)), models.Q(models.Q(('state', 'verified'), _negated=True), ('verified_at__isnull', True), ('verified_by__isnull', True)), _connector='OR'), name='task_verified_by_somebody'), models.CheckConstraint(condition=models.Q(('verified_by__isnull', True), models.Q(models.Q(('verified_by', models.F('done_by')), _negated=True), models.Q(('verified_by', models.F('person')), _negated=True)), _connector='OR'), name='task_nobody_verifies_own'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['declined', 'dropped']), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='task_left_with_a_reason')]},
        ),
        migrations.CreateModel(
            name='TaskEndorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'pending'), ('endorsed', 'endorsed'), ('refused', 'refused'), ('expired', 'expired'), ('waived', 'waived'), ('none', 'none')], default='pending', max_length=10)),
                ('supervisor_name', models.CharField(max_length=150, verbose_name='name')),
                ('supervisor_email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('owner_email', models.EmailField(max_length=254)),
                ('delegator_email', models.EmailField(max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('facts', models.JSONField(default=dict)),
                ('token_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('sent', models.PositiveSmallIntegerField(default=1)),
                ('sent_at', models.DateTimeField()),
                ('mailed_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('delegator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('supervisor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.task')),
            ],
            options={
                'verbose_name': 'endorsement of a task',
                'ordering': ['-asked_at', '-pk'], 'indexes': [models.Index(fields=['committee', 'province'], name='task_endorsement_tenant'), models.Index(fields=['task', '-asked_at'], name='task_endorsement_newest'), models.Index(condition=models.Q(('state', 'pending')), fields=['supervisor'], name='task_endorsement_asked'), models.Index(condition=models.Q(('state', 'pending')), fields=['expires_at'], name='task_endorsement_open')], 'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('task',), name='task_endorsement_one_open'), models.CheckConstraint(condition=models.Q(('supervisor_email', django.db.models.functions.text.Lower('supervisor_email')), ('owner_email', django.db.models.functions.text.Lower('owner_email')), ('delegator_email', django.db.models.functions.text.Lower('delegator_email'))), name='task_endorsement_small_letters'), models.CheckConstraint(condition=models.Q(models.Q(('supervisor_email', models.F('owner_email')), _negated=True), models.Q(('supervisor_email', models.F('delegator_email')), _negated=True)), name='task_endorsement_not_own_address'), models.CheckConstraint(condition=models.Q(('supervisor__isnull', True), models.Q(models.Q(('supervisor', models.F('owner')), _negated=True), models.Q(('supervisor', models.F('delegator')), _negated=True), models.Q(('supervisor', models.F('asked_by')), _negated=True)), _connector='OR'), name='task_endorsement_not_own'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), ('answered_by', models.F('supervisor')), _connector='OR'), name='task_endorsement_by_supervisor'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='task_endorsement_refused_why'), models.CheckConstraint(condition=models.Q(('state', 'pending'), ('token_hash__isnull', True), _connector='OR'), name='task_endorsement_link_used_up')]},
        ),
        migrations.CreateModel(
            name='TaskReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.task')),
            ], options={'indexes': [models.Index(fields=['person', '-on'], name='task_reminder_person'), models.Index(fields=['committee', 'province'], name='task_reminder_tenant')], 'constraints': [models.UniqueConstraint(fields=('task', 'person', 'on'), name='task_reminder_once')]},
        ),
        tenant_key("actionplans_task"),
        tenant_key("actionplans_taskendorsement"),
        tenant_key("actionplans_taskreminder"),
        child_key("actionplans_task", "actionplans_planline", "line_id"),
        child_key("actionplans_task", "committees_paper", "evidence_id"),
        child_key("actionplans_taskendorsement", "actionplans_task", "task_id"),
        child_key("actionplans_taskreminder", "actionplans_task", "task_id"),
    ]
