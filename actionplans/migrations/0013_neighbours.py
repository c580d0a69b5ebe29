import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key


def _other_key(table, column):
    """Tie the other committee of a row to the row's province: nothing crosses it."""
    name = f"{table}_{column}_province"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, province_id) "
        "REFERENCES committees_committee (id, province_id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0012_proposals"),
        ("committees", "0005_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("to_all", models.BooleanField(verbose_name="all neighbours")),
                (
                    "shows_money",
                    models.BooleanField(default=False, verbose_name="budgets are shown"),
                ),
                ("note", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="actionplans.plan",
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
                "verbose_name": "opening of a draft",
                "ordering": ["-opened_at", "-pk"], 'indexes': [models.Index(fields=["committee", "province"], name="opening_tenant"), models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["province", "fiscal_year"],
                name="opening_standing",
            )], 'constraints': [models.UniqueConstraint(
                fields=("id", "committee"), name="opening_id_committee"
            ), models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("plan",),
                name="opening_once",
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="opening_closed_by_somebody",
            )]},
        ),
        migrations.CreateModel(
            name="LineComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("line_what", models.CharField(max_length=300)),
                ("author_th", models.CharField(max_length=150)),
                ("author_en", models.CharField(blank=True, max_length=150)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "waits for an answer"),
                            ("noted", "noted"),
                            ("answered", "answered"),
                            ("taken_up", "taken up"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("settled_th", models.CharField(blank=True, max_length=150)),
                ("settled_en", models.CharField(blank=True, max_length=150)),
                ("settled_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actionplans.planline",
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
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="actionplans.opening",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a draft",
                "ordering": ["created_at", "pk"], 'indexes': [models.Index(fields=["committee", "province"], name="line_comment_tenant"), models.Index(fields=["line", "created_at"], name="line_comment_of"), models.Index(fields=["guest", "fiscal_year"], name="line_comment_by"), models.Index(
                condition=models.Q(("state", "new")),
                fields=["committee"],
                name="line_comment_waiting",
            )], 'constraints': [models.UniqueConstraint(
                fields=("author", "form_key"), name="line_comment_once"
            ), models.CheckConstraint(
                condition=models.Q(("guest", models.F("committee")), _negated=True),
                name="line_comment_by_a_neighbour",
            ), models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["new", "withdrawn"]),
                    models.Q(
                        ("settled_by__isnull", False),
                        models.Q(("settled_by", models.F("author")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="line_comment_nobody_settles_own",
            )]},
        ),
        migrations.CreateModel(
            name="OpeningGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="actionplans.opening",
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
            ], options={'indexes': [models.Index(fields=["committee", "province"], name="opening_guest_tenant"), models.Index(fields=["guest"], name="opening_guest_of")], 'constraints': [models.UniqueConstraint(
                fields=("opening", "guest"), name="opening_guest_once"
            )]},
        ),
        migrations.CreateModel(
            name="OverlapTalk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("other_line", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("joined", "agreed to join"), ("apart", "stays apart")],
                        max_length=6,
                    ),
                ),
                ("word", models.TextField(blank=True)),
                ("by_th", models.CharField(max_length=150)),
                ("by_en", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField()),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actionplans.planline",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actionplans.plan",
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
                "verbose_name": "talk about an overlap",
                "ordering": ["-at", "-pk"], 'indexes': [models.Index(fields=["committee", "province"], name="overlap_talk_tenant"), models.Index(fields=["line", "other_line"], name="overlap_talk_pair"), models.Index(fields=["other", "fiscal_year"], name="overlap_talk_other"), models.Index(fields=["province", "fiscal_year"], name="overlap_talk_year")], 'constraints': [models.UniqueConstraint(fields=("by", "form_key"), name="overlap_talk_once"), models.CheckConstraint(
                condition=models.Q(("other", models.F("committee")), _negated=True),
                name="overlap_talk_of_two",
            )]},
        ),
        migrations.CreateModel(
            name="AreaNeighbour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "high",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
                    ),
                ),
                (
                    "low",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.area",
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
                "verbose_name": "neighbouring districts",
                "ordering": ["low", "high"],
                "indexes": [
                    models.Index(fields=["province", "high"], name="area_neighbour_other_way")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "low", "high"), name="area_neighbour_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))),
                        name="area_neighbour_low_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "high__lt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("province"), "*", models.Value(100)
                                    ),
                                    "+",
                                    models.Value(100),
                                ),
                            ),
                            (
                                "low__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("province"), "*", models.Value(100)
                                ),
                            ),
                        ),
                        name="area_neighbour_of_province",
                    ),
                ],
            },
        ),
        tenant_key("actionplans_opening"),
        child_key("actionplans_opening", "actionplans_plan", "plan_id"),
        tenant_key("actionplans_openingguest"),
        child_key("actionplans_openingguest", "actionplans_opening", "opening_id"),
        _other_key("actionplans_openingguest", "guest_id"),
        tenant_key("actionplans_linecomment"),
        child_key("actionplans_linecomment", "actionplans_opening", "opening_id"),
        child_key("actionplans_linecomment", "actionplans_planline", "line_id"),
        _other_key("actionplans_linecomment", "guest_id"),
        tenant_key("actionplans_overlaptalk"),
        child_key("actionplans_overlaptalk", "actionplans_plan", "plan_id"),
        child_key("actionplans_overlaptalk", "actionplans_planline", "line_id"),
        _other_key("actionplans_overlaptalk", "other_id"),
    ]
