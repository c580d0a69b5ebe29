import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.models.memberships
from committees.db import child_key, tenant_key


def _own_organisation(table, column):
    """Tie (organisation, province) of a row to an organisation of the same province."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_province"
        f" FOREIGN KEY ({column}, province_id) REFERENCES members_organisation (id, province_id)"
        " DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_province",
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("committees", "0005_paper"),
        ("members", "0005_mou"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="member since")),
                ("first_since", models.DateField(null=True)),
                ("due_from", models.DateField(null=True)),
                ("until", models.DateField(null=True, verbose_name="until")),
                ("grace_until", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
                ("above", models.BooleanField(default=True, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "ordering": ["pk"], 'indexes': [models.Index(fields=["committee", "until"], name="membership_committee"), models.Index(fields=["province", "committee"], name="membership_province"), models.Index(
                fields=["organisation", "committee"], name="membership_organisation"
            ), models.Index(
                condition=models.Q(("withdrawn_on__isnull", True)),
                fields=["grace_until"],
                name="membership_open",
            )], 'constraints': [models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_from__isnull", True),
                        ("first_since__isnull", True),
                        ("grace_until__isnull", True),
                        ("since__isnull", True),
                        ("until__isnull", True),
                    ),
                    models.Q(
                        ("due_from__lte", models.F("until")),
                        ("first_since__lte", models.F("since")),
                        ("grace_until__gte", models.F("until")),
                        ("since__lte", models.F("until")),
                    ),
                    _connector="OR",
                ),
                name="membership_dates_whole",
            ), models.UniqueConstraint(
                fields=("id", "committee"), name="membership_id_committee"
            ), models.UniqueConstraint(
                condition=models.Q(("since__isnull", True), ("withdrawn_on__isnull", True)),
                fields=("committee", "organisation"),
                name="membership_accepted_once",
            ), django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("since__isnull", False)),
                expressions=[
                    ("committee", "="),
                    ("organisation", "="),
                    (members.models.memberships.Spell(), "&&"),
                ],
                name="membership_once_at_a_time",
                violation_error_message="This organisation is a member already.",
            )]},
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "unconfirmed"),
                            ("applied", "applied"),
                            ("screened", "screened"),
                            ("endorsed", "endorsed"),
                            ("accepted", "accepted"),
                            ("member", "member"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("name_th", models.CharField(max_length=250, verbose_name="name in Thai")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=250, verbose_name="name in English"),
                ),
                (
                    "registration",
                    models.CharField(max_length=60, verbose_name="registration number"),
                ),
                ("mission", models.TextField(verbose_name="mission")),
                ("target_groups", models.TextField(verbose_name="target groups")),
                (
                    "districts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                (
                    "pillars",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "contact_th",
                    models.CharField(max_length=150, verbose_name="contact person, in Thai"),
                ),
                (
                    "contact_en",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="contact person, in English"
                    ),
                ),
                ("contact_post", models.CharField(max_length=150, verbose_name="post")),
                ("contact_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("contact_phone", models.CharField(max_length=40, verbose_name="telephone")),
                ("language", models.CharField(default="th", max_length=2)),
                ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("findings", models.JSONField(default=list)),
                ("screened_at", models.DateTimeField(null=True)),
                ("endorsed_at", models.DateTimeField(null=True)),
                ("endorsement", models.TextField(blank=True)),
                ("decided_on", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "endorsed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "endorser",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.paper",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
                (
                    "screened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "ordering": ["-changed_at", "-id"], 'indexes': [models.Index(
                fields=["committee", "-changed_at", "-id"], name="application_newest"
            ), models.Index(fields=["committee", "state"], name="application_state"), models.Index(
                condition=models.Q(("confirmed_at__isnull", True)),
                fields=["expires_at"],
                name="application_unconfirmed",
            )], 'constraints': [models.CheckConstraint(
                condition=models.Q(
                    ("endorser__isnull", True),
                    ("organisation__isnull", True),
                    models.Q(("endorser", models.F("organisation")), _negated=True),
                    _connector="OR",
                ),
                name="application_not_endorsed_by_itself",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("endorsed_by__isnull", True),
                    ("decided_by__isnull", True),
                    models.Q(("endorsed_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="application_endorser_does_not_decide",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("state", "unconfirmed"), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="application_confirmed_before_anything",
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["endorsed", "accepted", "member"]), _negated=True),
                    models.Q(("endorsed_by__isnull", False), ("endorser__isnull", False)),
                    _connector="OR",
                ),
                name="application_endorsed_before_accepted",
            )]},
        ),
        migrations.CreateModel(
            name="MembershipPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField()),
                ("until", models.DateField()),
                ("recorded_on", models.DateField()),
                ("in_grace", models.BooleanField(default=False)),
                ("above", models.BooleanField(default=True, editable=False)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.membership",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "membership year",
                "ordering": ["-starts"], 'constraints': [models.UniqueConstraint(
                fields=("membership", "starts"), name="membership_year_once"
            ), models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("starts"))),
                name="membership_year_in_order",
            )]},
        ),
        migrations.CreateModel(
            name="MembershipReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
                (
                    "stage",
                    models.SmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(180)]
                    ),
                ),
                ("sent_on", models.DateField()),
                ("above", models.BooleanField(default=True, editable=False)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.membership",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_on", "stage"], 'constraints': [models.UniqueConstraint(
                fields=("membership", "until", "stage"), name="membership_reminded_once"
            )]},
        ),
        migrations.CreateModel(
            name="MembershipRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("common_month", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("common_day", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("opens_before", models.PositiveSmallIntegerField(default=60)),
                ("grace_days", models.PositiveSmallIntegerField(default=30)),
                (
                    "reminders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=members.models.memberships.first_reminders,
                        size=None,
                    ),
                ),
                ("checklist", models.JSONField(default=members.models.memberships.first_checklist)),
                ("takes_applications", models.BooleanField(default=False)),
                ("welcome_th", models.TextField(blank=True)),
                ("welcome_en", models.TextField(blank=True)),
                ("above", models.BooleanField(default=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of membership", 'constraints': [models.CheckConstraint(
                condition=models.Q(
                    models.Q(("common_day__isnull", True), ("common_month__isnull", True)),
                    models.Q(("common_day__isnull", False), ("common_month__isnull", False)),
                    _connector="OR",
                ),
                name="membership_rules_common_day_whole",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("grace_days__lte", 180), ("opens_before__gte", 1), ("opens_before__lte", 180)
                ),
                name="membership_rules_bounds",
            )]},
        ),
        tenant_key("members_membershiprules"),
        tenant_key("members_membership"),
        _own_organisation("members_membership", "organisation_id"),
        tenant_key("members_application"),
        _own_organisation("members_application", "organisation_id"),
        _own_organisation("members_application", "endorser_id"),
        child_key("members_application", "committees_paper", "evidence_id"),
        child_key("members_application", "members_membership", "membership_id"),
        tenant_key("members_membershipperiod"),
        child_key("members_membershipperiod", "members_membership", "membership_id"),
        tenant_key("members_membershipreminder"),
        child_key("members_membershipreminder", "members_membership", "membership_id"),
    ]
