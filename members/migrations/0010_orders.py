import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


def give_places(apps, schema_editor):
    """Give every seat the place its person acts in: one for each agency, role and post."""
    Seat = apps.get_model("members", "Seat")
    Place = apps.get_model("members", "Place")
    places = {}
    for seat in Seat.objects.order_by("starts", "pk").iterator():
        key = (seat.committee_id, seat.organisation_id, seat.role, seat.post_th)
        place = places.get(key)
        if place is None:
            place = places[key] = Place.objects.create(
                committee_id=seat.committee_id,
                province_id=seat.province_id,
                above=seat.above,
                organisation_id=seat.organisation_id,
                role=seat.role,
                title_th=seat.post_th,
                title_en=seat.post_en,
                starts=seat.starts,
            )
        Seat.objects.filter(pk=seat.pk).update(place=place)


def same_province(table):
    """Tie (organisation, province) of a row to the organisation's own province."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_organisation_province"
        " FOREIGN KEY (organisation_id, province_id)"
        " REFERENCES members_organisation (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_organisation_province",
    )


# The copy with a closed group's part is a paper of that group, and of no other committee.
FULL_COPY = """
    ALTER TABLE members_orderbody ADD CONSTRAINT members_orderbody_full_copy_target
    FOREIGN KEY (full_copy_id, target_id) REFERENCES committees_paper (id, committee_id)
    DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0009_workshops'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('above', models.BooleanField(default=False, editable=False)),
                ('from_above', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('full', 'appointment order'), ('amending', 'amending order')], default='full', max_length=10, verbose_name='kind')),
                ('state', models.CharField(default='draft', editable=False, max_length=20)),
                ('issuer_th', models.CharField(max_length=200, verbose_name='issuing office, in Thai')),
                ('issuer_en', models.CharField(blank=True, max_length=200, verbose_name='issuing office, in English')),
                ('subject_th', models.CharField(max_length=300, verbose_name='subject, in Thai')),
                ('subject_en', models.CharField(blank=True, max_length=300, verbose_name='subject, in English')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('objectives', models.TextField(blank=True, verbose_name='objectives')),
                ('closing', models.TextField(blank=True, verbose_name='closing text')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('year', models.PositiveIntegerField(blank=True, null=True, verbose_name='year')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='date signed')),
                ('signer_name', models.CharField(blank=True, max_length=150, verbose_name='who signs')),
                ('signer_post', models.CharField(blank=True, max_length=200, verbose_name='post of who signs')),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('filed_at', models.DateTimeField(editable=False, null=True)),
                ('ended_on', models.DateField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='members.order')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='committees.committee')),
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.paper')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='members.order')),
            ],
            options={
                'verbose_name': 'appointment order',
                'ordering': ['-created_at', '-id'], 'indexes': [models.Index(fields=['committee', '-created_at', '-id'], name='order_newest'), models.Index(fields=['province', 'state', 'committee'], name='order_province')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='order_id_committee'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('province', 'issuer_th', 'year', 'number'), name='order_number_once', violation_error_message='This office has an order of this number already.'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'out_for_signature', 'in_force', 'ended', 'replaced', 'withdrawn'))), name='order_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), models.Q(('copy__isnull', False), ('filed_by__isnull', False), ('number__isnull', False), ('signed_on__isnull', False), ('starts__isnull', False)), _connector='OR'), name='order_in_force_is_filed'), models.CheckConstraint(condition=models.Q(models.Q(('amends__isnull', False), ('kind', 'amending'), ('replaces__isnull', True)), models.Q(('amends__isnull', True), ('kind', 'full')), _connector='OR'), name='order_amends_one'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'out_for_signature'])), fields=('amends',), name='order_one_amendment_at_a_time', violation_error_message='Another amending order of this order is being written.')]},
        ),
        migrations.CreateModel(
            name='OrderBody',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('above', models.BooleanField(default=False, editable=False)),
                ('published', models.BooleanField(default=False, editable=False)),
                ('closed', models.BooleanField(default=False, verbose_name='closed group')),
                ('kind', models.CharField(choices=[('national', 'national body'), ('provincial', 'provincial committee'), ('district', 'district committee'), ('executive', 'executive committee'), ('operations', 'operations committee'), ('group', 'group'), ('working_group', 'working group'), ('civil_society', 'civil-society committee')], max_length=15, verbose_name='kind')),
                ('theme', models.CharField(blank=True, choices=[('prevention', 'prevention and monitoring group'), ('suppression', 'suppression and information group'), ('rehabilitation', 'rehabilitation group')], max_length=15, verbose_name='group')),
                ('name_th', models.CharField(max_length=250, verbose_name='official name in Thai')),
                ('name_en', models.CharField(blank=True, max_length=250, verbose_name='official name in English')),
                ('short_th', models.CharField(blank=True, max_length=80, verbose_name='short name in Thai')),
                ('short_en', models.CharField(blank=True, max_length=80, verbose_name='short name in English')),
                ('duties_th', models.TextField(blank=True, verbose_name='duties, in Thai')),
                ('duties_en', models.TextField(blank=True, verbose_name='duties, in English')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('removed', models.BooleanField(default=False)),
                ('before', models.JSONField(editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('full_copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.paper')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='members.order')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='members.orderbody')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='named_in', to='committees.committee')),
            ],
            options={
                'verbose_name': 'body of an order',
                'ordering': ['position', 'id'], 'indexes': [models.Index(fields=['order', 'position'], name='orderbody_order'), models.Index(fields=['target', 'ends'], name='orderbody_target'), models.Index(fields=['province', 'committee'], name='orderbody_province')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='orderbody_id_committee'), models.UniqueConstraint(fields=('order', 'target'), name='orderbody_target_once', violation_error_message='This order names that body already.'), models.CheckConstraint(condition=models.Q(('closed', False), ('above', False), _connector='OR'), name='orderbody_closed_is_inside')]},
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('above', models.BooleanField(default=True, editable=False)),
                ('role', models.CharField(choices=[('chair', 'chair'), ('vice_chair', 'vice chair'), ('deputy_chief', 'deputy chief'), ('secretary', 'secretary'), ('deputy_secretary', 'deputy secretary'), ('steering', 'steering committee member'), ('member', 'member (focal point)'), ('observer', 'observer'), ('psdhs_secretariat', 'PSDHS secretariat'), ('national_observer', 'national observer')], max_length=30, verbose_name='role')),
                ('title_th', models.CharField(blank=True, max_length=150, verbose_name='post, in Thai')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='post, in English')),
                ('starts', models.DateField(verbose_name='from')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='until')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agency_places', to='committees.committee', verbose_name='committee')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agency_places', to='members.order')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agency_places', to='members.organisation', verbose_name='organisation')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
            ],
            options={
                'verbose_name': 'place',
                'ordering': ['pk'], 'indexes': [models.Index(fields=['committee', 'organisation', 'role'], name='place_committee'), models.Index(fields=['province', 'committee'], name='place_province')], 'constraints': [models.UniqueConstraint(fields=('id', 'committee'), name='place_id_committee'), models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='place_ends_after_start')]},
        ),
        migrations.CreateModel(
            name='OrderPost',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('above', models.BooleanField(default=False, editable=False)),
                ('published', models.BooleanField(default=False, editable=False)),
                ('closed', models.BooleanField(default=False, editable=False)),
                ('role', models.CharField(choices=[('chair', 'chair'), ('vice_chair', 'vice chair'), ('deputy_chief', 'deputy chief'), ('secretary', 'secretary'), ('deputy_secretary', 'deputy secretary'), ('steering', 'steering committee member'), ('member', 'member (focal point)'), ('observer', 'observer'), ('psdhs_secretariat', 'PSDHS secretariat'), ('national_observer', 'national observer')], max_length=30, verbose_name='function in the body')),
                ('title_th', models.CharField(blank=True, max_length=150, verbose_name='post, in Thai')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='post, in English')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('name_th', models.CharField(blank=True, max_length=150, verbose_name='name in Thai')),
                ('name_en', models.CharField(blank=True, max_length=150, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('removed', models.BooleanField(default=False)),
                ('before', models.JSONField(editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='members.orderbody')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='members.order')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.organisation', verbose_name='organisation')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.area')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committee')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.place')),
            ],
            options={
                'verbose_name': 'post of an order',
                'ordering': ['position', 'id'], 'indexes': [models.Index(fields=['body', 'position'], name='orderpost_body'), models.Index(fields=['order', 'position'], name='orderpost_order'), models.Index(fields=['province', 'committee'], name='orderpost_province')], 'constraints': [models.CheckConstraint(condition=models.Q(('closed', False), ('above', False), _connector='OR'), name='orderpost_closed_is_inside')]},
        ),
        migrations.AddField(
            model_name='seat',
            name='place',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='members.place'),
        ),
        # What Django cannot say: rows lie together with what they name.
        tenant_key("members_place"),
        tenant_key("members_order"),
        tenant_key("members_orderbody"),
        tenant_key("members_orderpost"),
        same_province("members_place"),
        same_province("members_orderpost"),
        child_key("members_seat", "members_place", "place_id"),
        child_key("members_order", "committees_paper", "copy_id"),
        child_key("members_order", "members_order", "amends_id"),
        child_key("members_order", "members_order", "replaces_id"),
        child_key("members_orderbody", "members_order", "order_id"),
        child_key("members_orderbody", "members_orderbody", "parent_id"),
        child_key("members_orderpost", "members_order", "order_id"),
        child_key("members_orderpost", "members_orderbody", "body_id"),
        migrations.RunSQL(FULL_COPY, migrations.RunSQL.noop),
        migrations.RunPython(give_places, migrations.RunPython.noop),
    ]
