import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


class Migration(migrations.Migration):

    dependencies = [("members", "0008_surveys")]

    operations = [
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most', models.PositiveSmallIntegerField()),
                ('spent', models.PositiveSmallIntegerField(default=0)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ], options={'indexes': [models.Index(fields=['committee', 'province'], name='ballot_tenant')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='ballot_id_committee'), models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('person__isnull', True)), models.Q(('organisation__isnull', True), ('person__isnull', False)), _connector='OR'), name='ballot_of_one_voter'), models.CheckConstraint(condition=models.Q(('spent__gte', 0), ('spent__lte', models.F('most'))), name='ballot_not_overspent')]},
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(choices=[('strengths', 'Strengths'), ('weaknesses', 'Weaknesses'), ('opportunities', 'Opportunities'), ('threats', 'Threats')], max_length=15, verbose_name='heading')),
                ('text', models.CharField(max_length=300, verbose_name='point')),
                ('hidden_at', models.DateTimeField(editable=False, null=True)),
                ('hidden_reason', models.CharField(blank=True, max_length=500)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.point')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'point',
                'ordering': ['created_at', 'pk'], 'indexes': [models.Index(fields=['committee', 'province'], name='point_tenant')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='point_id_committee'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='point_not_merged_into_itself')]},
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('above', models.BooleanField(default=False, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=500, verbose_name='recommendation')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('by_quarter', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('taken_up', 'taken up'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=10)),
                ('state_reason', models.TextField(blank=True)),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation', verbose_name='whose it is')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.seat', verbose_name='in person')),
            ],
            options={
                'verbose_name': 'recommendation',
                'ordering': ['workshop', 'number'], 'indexes': [models.Index(fields=['committee', 'state', 'due'], name='recommendation_committee'), models.Index(fields=['province', 'committee'], name='recommendation_province')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='recommendation_id_committee')]},
        ),
        migrations.CreateModel(
            name='RecommendationPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.point')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.recommendation')),
            ], options={'indexes': [models.Index(fields=['committee', 'province'], name='rec_point_tenant')], 'constraints': [models.UniqueConstraint(fields=('recommendation', 'point'), name='recommendation_point_once')]},
        ),
        migrations.AddField(
            model_name='recommendation',
            name='points',
            field=models.ManyToManyField(blank=True, related_name='+', through='members.RecommendationPoint', to='members.point'),
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('cast_at', models.DateTimeField()),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.ballot')),
                ('cast_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.point')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ], options={'indexes': [models.Index(fields=['point'], name='vote_point'), models.Index(fields=['committee', 'province'], name='vote_tenant')], 'constraints': [models.UniqueConstraint(fields=('ballot', 'point'), name='vote_once_a_point'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='vote_counts')]},
        ),
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('above', models.BooleanField(default=False, editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('topic', models.TextField(blank=True, verbose_name='what it is about')),
                ('held_on', models.DateField(verbose_name='day')),
                ('fiscal_year', models.PositiveSmallIntegerField(editable=False, verbose_name='fiscal year')),
                ('voters', models.CharField(choices=[('organisations', 'each organisation'), ('people', 'each person')], default='organisations', max_length=15, verbose_name='votes belong to')),
                ('votes_each', models.PositiveSmallIntegerField(default=5, verbose_name='votes for each')),
                ('counting', models.CharField(choices=[('later', 'once the vote is closed'), ('live', 'while the vote runs')], default='later', max_length=10, verbose_name='votes are shown')),
                ('state', models.CharField(choices=[('prepared', 'prepared'), ('collecting', 'points are collected'), ('voting', 'the vote is open'), ('recommending', 'recommendations are written'), ('closed', 'closed')], default='prepared', max_length=15)),
                ('board', models.PositiveBigIntegerField(default=1, editable=False)),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'SWOT workshop',
                'ordering': ['-held_on', '-pk'], 'indexes': [models.Index(fields=['committee', '-held_on', '-id'], name='workshop_committee'), models.Index(fields=['province', 'committee'], name='workshop_province')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='workshop_id_committee'), models.UniqueConstraint(fields=('committee', 'form_key'), name='workshop_form_key_once'), models.CheckConstraint(condition=models.Q(('votes_each__gte', 1), ('votes_each__lte', 20)), name='workshop_votes_sane'), models.CheckConstraint(condition=models.Q(('above', False), ('state', 'closed'), _connector='OR'), name='workshop_above_once_closed')]},
        ),
        migrations.AddField(
            model_name='recommendation',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommended', to='members.workshop'),
        ),
        migrations.AddField(
            model_name='point',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.workshop'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.workshop'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('workshop', 'number'), name='recommendation_number_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('workshop', 'form_key'), name='recommendation_form_key_once'),
        ),
        migrations.AddIndex(
            model_name='point',
            index=models.Index(fields=['workshop', 'created_at', 'id'], name='point_board'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.UniqueConstraint(fields=('id', 'workshop'), name='point_id_workshop'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.UniqueConstraint(fields=('workshop', 'form_key'), name='point_form_key_once'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('workshop', 'organisation'), name='ballot_once_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('workshop', 'person'), name='ballot_once_a_person'),
        ),
        *(
            tenant_key(f"members_{table}")
            for table in (
                "workshop",
                "point",
                "ballot",
                "vote",
                "recommendation",
                "recommendationpoint",
            )
        ),
        child_key("members_point", "members_workshop", "workshop_id"),
        child_key("members_ballot", "members_workshop", "workshop_id"),
        child_key("members_vote", "members_ballot", "ballot_id"),
        child_key("members_vote", "members_point", "point_id"),
        child_key("members_recommendation", "members_workshop", "workshop_id"),
        child_key("members_recommendation", "members_seat", "seat_id"),
        child_key("members_recommendationpoint", "members_recommendation", "recommendation_id"),
        child_key("members_recommendationpoint", "members_point", "point_id"),
        # What is merged stays on its own board.
        migrations.RunSQL(
            "ALTER TABLE members_point ADD CONSTRAINT members_point_merged_workshop"
            " FOREIGN KEY (merged_into_id, workshop_id)"
            " REFERENCES members_point (id, workshop_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE members_point DROP CONSTRAINT members_point_merged_workshop",
        ),
        *(
            migrations.RunSQL(
                f"ALTER TABLE members_{table} ADD CONSTRAINT members_{table}_{column}_province"
                f" FOREIGN KEY ({column}_id, province_id)"
                " REFERENCES members_organisation (id, province_id) DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE members_{table} DROP CONSTRAINT members_{table}_{column}_province",
            )
            for table, column in (("ballot", "organisation"), ("recommendation", "owner"))
        ),
    ]
