import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0010_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('above', models.BooleanField(default=True, editable=False)),
                ('state', models.CharField(choices=[('preparing', 'Being prepared'), ('ready', 'Ready'), ('taken_over', 'Taken over'), ('withdrawn', 'Withdrawn')], default='preparing', max_length=15)),
                ('opened_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('from_seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.seat')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='members.place')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.seat')),
            ],
            options={
                'verbose_name': 'handover',
                'ordering': ['-opened_at', '-pk'], 'indexes': [models.Index(fields=['committee', '-opened_at'], name='handover_committee'), models.Index(fields=['province', 'state'], name='handover_province'), models.Index(fields=['place', 'state'], name='handover_place'), models.Index(condition=models.Q(('state__in', ['preparing', 'ready'])), fields=['successor'], name='handover_waiting')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='handover_id_committee'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('from_seat',), name='handover_once_a_seat'), models.CheckConstraint(condition=models.Q(models.Q(('taken_at__isnull', True), ('taken_by__isnull', True)), models.Q(('state', 'taken_over'), ('taken_at__isnull', False), ('taken_by', models.F('successor'))), _connector='OR'), name='handover_nobody_confirms_for_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken_over'), _negated=True), ('taken_by__isnull', False), _connector='OR'), name='handover_taken_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('successor__isnull', True), ('to_seat__isnull', True)), models.Q(('successor__isnull', False), ('to_seat__isnull', False)), _connector='OR'), name='handover_successor_has_a_seat')]},
        ),
        migrations.CreateModel(
            name='HandoverNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('know', models.TextField(blank=True, verbose_name='what to know')),
                ('talk', models.TextField(blank=True, verbose_name='whom to talk to')),
                ('promised', models.TextField(blank=True, verbose_name='what was promised')),
                ('further', models.TextField(blank=True, verbose_name='anything else')),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='members.handover')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'note of a handover',
                'ordering': ['pk'], 'constraints': [models.UniqueConstraint(fields=('handover', 'author'), name='handover_note_once')]},
        ),
        migrations.CreateModel(
            name='HandoverRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.JSONField(default=dict)),
                ('snapshot', models.JSONField(default=list)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('handover', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='members.handover')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'record of a handover',
            },
        ),
        tenant_key("members_handover"),
        child_key("members_handover", "members_place", "place_id"),
        child_key("members_handover", "members_seat", "from_seat_id"),
        child_key("members_handover", "members_seat", "to_seat_id"),
        tenant_key("members_handovernote"),
        child_key("members_handovernote", "members_handover", "handover_id"),
        tenant_key("members_handoverrecord"),
        child_key("members_handoverrecord", "members_handover", "handover_id"),
    ]

