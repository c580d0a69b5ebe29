import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import members.models.seats
import uuid
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


def province_key(table):
    """Tie (organisation, province) of a row to the organisation's own province."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_organisation_province"
        " FOREIGN KEY (organisation_id, province_id)"
        " REFERENCES members_organisation (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_organisation_province",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_paper"),
        ("members", "0011_handovers"),
    ]

    operations = [
        migrations.CreateModel(
            name="TeamVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("state", models.CharField(default="draft", max_length=12)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "order_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the Governor's order"
                    ),
                ),
                (
                    "order_date",
                    models.DateField(blank=True, null=True, verbose_name="date of the order"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("endorsed_at", models.DateTimeField(null=True)),
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
                    "copied_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.teamversion",
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
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.teamversion",
                    ),
                ),
                (
                    "signed_copy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.paper",
                        verbose_name="signed copy",
                    ),
                ),
            ],
            options={
                "verbose_name": "multidisciplinary team",
                "ordering": ["-number"], 'indexes': [models.Index(fields=["province", "state", "valid_until"], name="team_in_force")], 'constraints': [models.UniqueConstraint(
                fields=("committee", "number"), name="team_number_once"
            ), models.UniqueConstraint(
                fields=("id", "committee"), name="team_id_committee"
            ), models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "sent"))),
                fields=("committee",),
                name="team_one_open_version",
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "endorsed"), _negated=True),
                    models.Q(
                        ("endorsed_at__isnull", False),
                        ("signed_copy__isnull", False),
                        ("valid_from__isnull", False),
                        ("valid_until__gte", models.F("valid_from")),
                    ),
                    _connector="OR",
                ),
                name="team_endorsed_by_a_paper",
            ), django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "endorsed")),
                expressions=[
                    ("committee", "="),
                    (members.models.seats.Term("valid_from", "valid_until"), "&&"),
                ],
                name="team_one_in_force",
            )]},
        ),
        migrations.CreateModel(
            name="TeamReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
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
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.teamversion",
                    ),
                ),
            ], options={'constraints': [models.UniqueConstraint(fields=("team", "stage"), name="team_reminded_once")]},
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_th", models.CharField(max_length=150, verbose_name="name in Thai")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=150, verbose_name="name in English"),
                ),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                (
                    "discipline",
                    models.CharField(
                        choices=[
                            ("police", "police"),
                            ("social_work", "social work"),
                            ("health", "health"),
                            ("psychology", "psychology"),
                            ("labour", "labour inspection"),
                            ("prosecution", "public prosecution"),
                            ("immigration", "immigration"),
                            ("administration", "district administration"),
                            ("shelter", "shelter"),
                            ("interpreter", "interpreter"),
                            ("legal_aid", "legal aid"),
                            ("civil_society", "civil society"),
                        ],
                        max_length=20,
                        verbose_name="discipline",
                    ),
                ),
                (
                    "post_th",
                    models.CharField(blank=True, max_length=150, verbose_name="post, in Thai"),
                ),
                (
                    "post_en",
                    models.CharField(blank=True, max_length=150, verbose_name="post, in English"),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("th", "Thai"),
                                ("nod", "Northern Thai"),
                                ("my", "Burmese"),
                                ("shn", "Shan"),
                                ("lo", "Lao"),
                                ("km", "Khmer"),
                                ("ahk", "Akha"),
                                ("lhu", "Lahu"),
                                ("hmn", "Hmong"),
                                ("kar", "Karen"),
                                ("zh", "Chinese"),
                                ("vi", "Vietnamese"),
                                ("en", "English"),
                            ],
                            max_length=4,
                        ),
                        default=list,
                        size=None,
                        verbose_name="languages spoken",
                    ),
                ),
                ("phone", models.CharField(max_length=40, verbose_name="telephone")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "around_the_clock",
                    models.BooleanField(default=False, verbose_name="reachable day and night"),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Monday"),
                                (2, "Tuesday"),
                                (3, "Wednesday"),
                                (4, "Thursday"),
                                (5, "Friday"),
                                (6, "Saturday"),
                                (7, "Sunday"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days",
                    ),
                ),
                ("hours_from", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("hours_until", models.TimeField(blank=True, null=True, verbose_name="until")),
                (
                    "districts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="districts",
                    ),
                ),
                (
                    "term_until",
                    models.DateField(blank=True, null=True, verbose_name="on the team until"),
                ),
                ("open_from", models.DateField(editable=False, null=True)),
                ("open_until", models.DateField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.teammember",
                    ),
                ),
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
                        related_name="+",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
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
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="members.teamversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "person on the team",
                "ordering": ["sort_key", "pk"], 'indexes': [models.Index(
                fields=["province", "open_until", "sort_key"], name="team_member_on_duty"
            ), models.Index(fields=["team", "discipline", "sort_key"], name="team_member_list")], 'constraints': [models.UniqueConstraint(
                fields=("id", "committee"), name="team_member_committee"
            ), models.UniqueConstraint(
                fields=("team", "before"), name="team_member_copied_once"
            )]},
        ),
        migrations.CreateModel(
            name="TeamProposal",
            fields=[
                ("name_th", models.CharField(max_length=150, verbose_name="name in Thai")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=150, verbose_name="name in English"),
                ),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                (
                    "discipline",
                    models.CharField(
                        choices=[
                            ("police", "police"),
                            ("social_work", "social work"),
                            ("health", "health"),
                            ("psychology", "psychology"),
                            ("labour", "labour inspection"),
                            ("prosecution", "public prosecution"),
                            ("immigration", "immigration"),
                            ("administration", "district administration"),
                            ("shelter", "shelter"),
                            ("interpreter", "interpreter"),
                            ("legal_aid", "legal aid"),
                            ("civil_society", "civil society"),
                        ],
                        max_length=20,
                        verbose_name="discipline",
                    ),
                ),
                (
                    "post_th",
                    models.CharField(blank=True, max_length=150, verbose_name="post, in Thai"),
                ),
                (
                    "post_en",
                    models.CharField(blank=True, max_length=150, verbose_name="post, in English"),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("th", "Thai"),
                                ("nod", "Northern Thai"),
                                ("my", "Burmese"),
                                ("shn", "Shan"),
                                ("lo", "Lao"),
                                ("km", "Khmer"),
                                ("ahk", "Akha"),
                                ("lhu", "Lahu"),
                                ("hmn", "Hmong"),
                                ("kar", "Karen"),
                                ("zh", "Chinese"),
                                ("vi", "Vietnamese"),
                                ("en", "English"),
                            ],
                            max_length=4,
                        ),
                        default=list,
                        size=None,
                        verbose_name="languages spoken",
                    ),
                ),
                ("phone", models.CharField(max_length=40, verbose_name="telephone")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "around_the_clock",
                    models.BooleanField(default=False, verbose_name="reachable day and night"),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Monday"),
                                (2, "Tuesday"),
                                (3, "Wednesday"),
                                (4, "Thursday"),
                                (5, "Friday"),
                                (6, "Saturday"),
                                (7, "Sunday"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days",
                    ),
                ),
                ("hours_from", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("hours_until", models.TimeField(blank=True, null=True, verbose_name="until")),
                (
                    "districts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="districts",
                    ),
                ),
                (
                    "term_until",
                    models.DateField(blank=True, null=True, verbose_name="on the team until"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("above", models.BooleanField(default=True, editable=False)),
                ("reason", models.TextField(verbose_name="reason")),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("form_key", models.UUIDField(default=uuid.uuid4, unique=True)),
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
                        related_name="+",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "proposal for the team",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["province", "state", "created_at"], name="team_proposals")
                ],
            },
        ),
        tenant_key("members_teamversion"),
        tenant_key("members_teammember"),
        tenant_key("members_teamproposal"),
        tenant_key("members_teamreminder"),
        child_key("members_teamversion", "committees_paper", "signed_copy_id"),
        child_key("members_teamversion", "members_teamversion", "copied_from_id"),
        child_key("members_teamversion", "members_teamversion", "replaced_by_id"),
        child_key("members_teammember", "members_teamversion", "team_id"),
        child_key("members_teammember", "members_teammember", "before_id"),
        child_key("members_teamreminder", "members_teamversion", "team_id"),
        *(province_key(table) for table in ("members_teammember", "members_teamproposal")),
    ]
