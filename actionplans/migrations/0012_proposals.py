import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0011_cycle"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('prepared', 'prepared'), ('sent', 'sent'), ('granted', 'granted'), ('granted_in_part', 'granted in part'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='prepared', max_length=15)),
                ('addressee', models.CharField(max_length=250, verbose_name='municipality or local administration')),
                ('head', models.CharField(max_length=150, verbose_name='addressed to the post')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('reason', models.TextField(verbose_name='why the money is needed')),
                ('letter', models.TextField(blank=True, verbose_name='closing words of the letter')),
                ('contact_name', models.CharField(max_length=150, verbose_name='who answers questions')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('asked', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14)),
                ('granted', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('sent_on', models.DateField(null=True, verbose_name='sent on')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference number of the letter')),
                ('asked_on', models.DateField(null=True)),
                ('answered_on', models.DateField(null=True, verbose_name='day of the answer')),
                ('answer_reference', models.CharField(blank=True, max_length=60, verbose_name='reference number of the answer')),
                ('answer', models.TextField(blank=True, verbose_name='what the answer says')),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'budget proposal', 'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['prepared', 'withdrawn']), ('sent_on__isnull', False), _connector='OR'), name='proposal_sent_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['granted', 'granted_in_part']), _negated=True), models.Q(('granted__gt', 0), ('granted__isnull', False), ('granted__lte', models.F('asked'))), _connector='OR'), name='proposal_granted_at_most_asked'), models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), ('answered_on__gte', models.F('sent_on')), _connector='OR'), name='proposal_answer_after_sending')]},
        ),
        migrations.CreateModel(
            name='BudgetProposalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=300)),
                ('asked', models.DecimalField(decimal_places=2, max_digits=12)),
                ('granted', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('written_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['position', 'pk'], 'constraints': [models.CheckConstraint(condition=models.Q(('asked__gt', 0)), name='proposal_line_asks'), models.CheckConstraint(condition=models.Q(('granted__isnull', True), models.Q(('granted__gte', 0), ('granted__lte', models.F('asked'))), _connector='OR'), name='proposal_line_granted_at_most_asked')]},
        ),
        migrations.AddField(
            model_name='budgetproposal',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='budgetproposal',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='budgetproposal',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation', verbose_name='municipality or local administration'),
        ),
        migrations.AddField(
            model_name='budgetproposal',
            name='paper',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.paper', verbose_name='the answer as a file'),
        ),
        migrations.AddField(
            model_name='budgetproposal',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.plan'),
        ),
        migrations.AddField(
            model_name='budgetproposal',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddField(
            model_name='budgetproposalline',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='budgetproposalline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.planline'),
        ),
        migrations.AddField(
            model_name='budgetproposalline',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='actionplans.budgetproposal'),
        ),
        migrations.AddField(
            model_name='budgetproposalline',
            name='province',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area'),
        ),
        migrations.AddIndex(
            model_name='budgetproposal',
            index=models.Index(fields=['plan', '-changed_at', '-id'], name='proposal_list'),
        ),
        migrations.AddIndex(
            model_name='budgetproposal',
            index=models.Index(fields=['committee', 'state'], name='proposal_waiting'),
        ),
        migrations.AddIndex(
            model_name='budgetproposal',
            index=models.Index(fields=['committee', 'province'], name='proposal_tenant'),
        ),
        migrations.AddConstraint(
            model_name='budgetproposal',
            constraint=models.UniqueConstraint(fields=('id', 'committee'), name='proposal_id_committee'),
        ),
        migrations.AddConstraint(
            model_name='budgetproposal',
            constraint=models.UniqueConstraint(fields=('plan', 'form_key'), name='proposal_form_key_once'),
        ),
        migrations.AddIndex(
            model_name='budgetproposalline',
            index=models.Index(fields=['line'], name='proposal_line_of'),
        ),
        migrations.AddIndex(
            model_name='budgetproposalline',
            index=models.Index(fields=['committee', 'province'], name='proposal_line_tenant'),
        ),
        migrations.AddConstraint(
            model_name='budgetproposalline',
            constraint=models.UniqueConstraint(fields=('proposal', 'line'), name='proposal_line_once'),
        ),
        tenant_key("actionplans_budgetproposal"),
        tenant_key("actionplans_budgetproposalline"),
        child_key("actionplans_budgetproposal", "actionplans_plan", "plan_id"),
        child_key("actionplans_budgetproposalline", "actionplans_budgetproposal", "proposal_id"),
        child_key("actionplans_budgetproposalline", "actionplans_planline", "line_id"),
        child_key("actionplans_budgetproposal", "committees_paper", "paper_id"),
    ]
