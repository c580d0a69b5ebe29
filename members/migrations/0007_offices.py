import uuid

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.models.seats
from committees.db import child_key, tenant_key

# A candidate's row names who recorded the election it belongs to, and nobody else.
RECORDER = (
    "ALTER TABLE members_candidate ADD CONSTRAINT members_candidate_recorder"
    " FOREIGN KEY (election_id, recorded_by_id) REFERENCES members_election (id, recorded_by_id)"
    " DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE members_candidate DROP CONSTRAINT members_candidate_recorder",
)


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_paper"),
        ("members", "0006_memberships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Election",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("vice_chair", "vice chair"),
                            ("secretary", "secretary"),
                            ("deputy_secretary", "deputy secretary"),
                            ("steering", "steering committee member"),
                        ],
                        max_length=30,
                        verbose_name="office",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                ("takes_office", models.DateField(verbose_name="takes office on")),
                ("term_ends", models.DateField(blank=True, null=True, verbose_name="term ends on")),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="places")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("secret_ballot", "secret ballot"),
                            ("show_of_hands", "show of hands"),
                            ("unopposed", "unopposed, agreed without a vote"),
                        ],
                        max_length=15,
                        verbose_name="how it was held",
                    ),
                ),
                (
                    "tie_break",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "there was no tie, or it was not decided"),
                            ("run_off", "by a second vote"),
                            ("casting_vote", "by the vote of who led the meeting"),
                            ("lot", "by lot"),
                        ],
                        max_length=15,
                        verbose_name="how a tie was decided",
                    ),
                ),
                ("adds", models.BooleanField(default=False, verbose_name="joins those in office")),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("created_at", models.DateTimeField()),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="members.election",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.paper",
                        verbose_name="record of the election",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "election",
                "ordering": ["-held_on", "-pk"], 'indexes': [models.Index(fields=["committee", "-held_on", "-id"], name="election_newest"), models.Index(fields=["committee", "province"], name="election_tenant")], 'constraints': [models.UniqueConstraint(
                fields=("id", "committee"), name="election_id_committee"
            ), models.UniqueConstraint(
                fields=("id", "recorded_by"), name="election_id_recorder"
            ), models.UniqueConstraint(
                fields=("committee", "form_key"), name="election_form_key_once"
            ), models.CheckConstraint(
                condition=models.Q(("takes_office__gte", models.F("held_on"))),
                name="election_before_office",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("term_ends__isnull", True),
                    ("term_ends__gte", models.F("takes_office")),
                    _connector="OR",
                ),
                name="election_term_ends_after_start",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("office", "steering"),
                    models.Q(("adds", False), ("places", 1)),
                    _connector="OR",
                ),
                name="election_one_place",
            )]},
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("votes", models.PositiveIntegerField(null=True, verbose_name="votes")),
                ("withdrew", models.BooleanField(default=False, verbose_name="withdrew")),
                ("elected", models.BooleanField(default=False, verbose_name="elected")),
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
                    ),
                ),
                (
                    "person",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stood_candidates",
                        to="members.election",
                    ),
                ),
            ],
            options={
                "ordering": [
                    "withdrew",
                    models.OrderBy(models.F("votes"), descending=True, nulls_last=True),
                    "pk",
                ], 'indexes': [models.Index(fields=["committee", "province"], name="candidate_tenant")], 'constraints': [models.UniqueConstraint(
                fields=("election", "person"), name="candidate_once"
            ), models.CheckConstraint(
                condition=models.Q(("recorded_by", models.F("person")), _negated=True),
                name="candidate_nobody_records_his_own_election",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("withdrew", False),
                    models.Q(("elected", False), ("votes__isnull", True)),
                    _connector="OR",
                ),
                name="candidate_withdrawn_has_nothing",
            )]},
        ),
        migrations.CreateModel(
            name="OfficeTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("vice_chair", "vice chair"),
                            ("secretary", "secretary"),
                            ("deputy_secretary", "deputy secretary"),
                            ("steering", "steering committee member"),
                        ],
                        max_length=30,
                        verbose_name="office",
                    ),
                ),
                ("starts", models.DateField(verbose_name="from")),
                ("ends", models.DateField(null=True, verbose_name="term ends on")),
                ("left_on", models.DateField(null=True, verbose_name="left on")),
                ("annulled_at", models.DateTimeField(editable=False, null=True)),
                ("above", models.BooleanField(default=True, editable=False)),
                ("created_at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="members.election",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of office",
                "ordering": ["-starts", "-pk"], 'indexes': [models.Index(fields=["committee", "-starts", "-id"], name="office_term_newest"), models.Index(fields=["province", "committee"], name="office_term_tenant")], 'constraints': [models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="office_term_ends_after_start",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True), ("left_on__gte", models.F("starts")), _connector="OR"
                ),
                name="office_left_after_start",
            ), django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("annulled_at__isnull", True),
                    ("office__in", ("chair", "vice_chair", "secretary", "deputy_secretary")),
                ),
                expressions=[
                    ("committee", "="),
                    ("office", "="),
                    (members.models.seats.Term("starts", "left_on"), "&&"),
                ],
                name="office_one_holder",
            ), django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("annulled_at__isnull", True)),
                expressions=[
                    ("committee", "="),
                    ("office", "="),
                    ("organisation", "="),
                    (members.models.seats.Term("starts", "left_on"), "&&"),
                ],
                name="office_once_at_a_time",
            )]},
        ),
        tenant_key("members_election"),
        child_key("members_election", "members_election", "corrects_id"),
        child_key("members_election", "committees_paper", "paper_id"),
        tenant_key("members_candidate"),
        child_key("members_candidate", "members_election", "election_id"),
        migrations.RunSQL(*RECORDER),
        tenant_key("members_officeterm"),
        child_key("members_officeterm", "members_seat", "seat_id"),
        child_key("members_officeterm", "members_election", "election_id"),
    ]
