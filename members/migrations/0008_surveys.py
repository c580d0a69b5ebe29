import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


def _own_organisation(table: str) -> migrations.RunSQL:
    """Tie the organisation of a row to the row's province."""
    name = f"{table}_organisation_province"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, province_id)"
        " REFERENCES members_organisation (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_paper"),
        ("members", "0007_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("above", models.BooleanField(default=False, editable=False)),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="fiscal year")),
                ("intro_th", models.TextField(blank=True, verbose_name="introduction in Thai")),
                ("intro_en", models.TextField(blank=True, verbose_name="introduction in English")),
                ("last_day", models.DateField(null=True, verbose_name="last day for answers")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("survey_open", "open for answers"),
                            ("survey_closed", "closed"),
                        ],
                        default="draft",
                        max_length=15,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("answered", models.PositiveSmallIntegerField(default=0)),
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
                    "created_by",
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
                "verbose_name": "annual survey",
                "ordering": ["-fiscal_year"], 'indexes': [models.Index(fields=["province", "committee"], name="survey_province"), models.Index(
                condition=models.Q(("state", "survey_open")),
                fields=["last_day"],
                name="survey_open_by_day",
            )], 'constraints': [models.UniqueConstraint(
                fields=("id", "committee"), name="survey_id_committee"
            ), models.UniqueConstraint(
                fields=("committee", "fiscal_year"),
                name="survey_once_a_year",
                violation_error_message="This year already has a survey.",
            ), models.CheckConstraint(
                condition=models.Q(("above", False), ("state", "survey_closed"), _connector="OR"),
                name="survey_above_once_closed",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"), ("last_day__isnull", False), _connector="OR"
                ),
                name="survey_open_until_a_day",
            ), models.CheckConstraint(
                condition=models.Q(("answered__lte", models.F("asked"))),
                name="survey_answered_of_asked",
            )]},
        ),
        migrations.CreateModel(
            name="SurveyBallot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kept", models.JSONField(default=dict)),
                ("handed_in", models.JSONField(null=True)),
                ("writer", models.UUIDField(null=True)),
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
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "answers of an organisation", 'constraints': [models.UniqueConstraint(
                fields=("survey", "organisation"), name="survey_ballot_once"
            )]},
        ),
        migrations.CreateModel(
            name="SurveyParticipation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answered", models.BooleanField(default=False)),
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
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "part in a survey", 'constraints': [models.UniqueConstraint(
                fields=("survey", "organisation"), name="survey_organisation_once"
            )]},
        ),
        migrations.CreateModel(
            name="SurveyQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scale", "scale from 1 to 5"),
                            ("single", "one choice"),
                            ("several", "several choices"),
                            ("text", "in one's own words"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text_th", models.CharField(max_length=400, verbose_name="question in Thai")),
                (
                    "text_en",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="question in English"
                    ),
                ),
                (
                    "low_th",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="what 1 means, in Thai"
                    ),
                ),
                (
                    "low_en",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="what 1 means, in English"
                    ),
                ),
                (
                    "high_th",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="what 5 means, in Thai"
                    ),
                ),
                (
                    "high_en",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="what 5 means, in English"
                    ),
                ),
                (
                    "choices_th",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=150),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "choices_en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=150),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("required", models.BooleanField(default=True, verbose_name="must be answered")),
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
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "ordering": ["position", "pk"], 'indexes': [models.Index(fields=["survey", "position"], name="survey_question_order")], 'constraints': [models.UniqueConstraint(
                fields=("id", "committee"), name="survey_question_id"
            ), models.UniqueConstraint(
                fields=("survey", "key"), name="survey_question_key_once"
            ), models.UniqueConstraint(
                fields=("survey", "form_key"), name="survey_question_form_key_once"
            )]},
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("words", models.TextField(blank=True)),
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
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.survey",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.surveyquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer", 'indexes': [models.Index(fields=["survey", "question"], name="survey_answer_question")]},
        ),
        migrations.CreateModel(
            name="SurveyReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=12)),
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
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder", 'constraints': [models.UniqueConstraint(
                fields=("survey", "stage"), name="survey_reminded_once"
            )]},
        ),
        tenant_key("members_survey"),
        tenant_key("members_surveyquestion"),
        child_key("members_surveyquestion", "members_survey", "survey_id"),
        tenant_key("members_surveyparticipation"),
        child_key("members_surveyparticipation", "members_survey", "survey_id"),
        tenant_key("members_surveyballot"),
        child_key("members_surveyballot", "members_survey", "survey_id"),
        tenant_key("members_surveyanswer"),
        child_key("members_surveyanswer", "members_survey", "survey_id"),
        tenant_key("members_surveyreminder"),
        child_key("members_surveyreminder", "members_survey", "survey_id"),
        child_key("members_surveyanswer", "members_surveyquestion", "question_id"),
        _own_organisation("members_surveyparticipation"),
        _own_organisation("members_surveyballot"),
    ]
