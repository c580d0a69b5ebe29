import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from committees.db import child_key, tenant_key

# What has been open for signature keeps its words for ever: people have signed them.
TEXT_STAYS = """
CREATE FUNCTION members_mou_text_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.state = 'draft' OR
      (NEW.mou_id, NEW.number, NEW.vision_th, NEW.vision_en, NEW.mission_th, NEW.mission_en,
       NEW.objectives_th, NEW.objectives_en, NEW.principles_th, NEW.principles_en,
       NEW.needs_signing, NEW.opened_at)
      IS DISTINCT FROM
      (OLD.mou_id, OLD.number, OLD.vision_th, OLD.vision_en, OLD.mission_th, OLD.mission_en,
       OLD.objectives_th, OLD.objectives_en, OLD.principles_th, OLD.principles_en,
       OLD.needs_signing, OLD.opened_at)) THEN
    RAISE EXCEPTION 'the text of an MoU that was opened for signature is not changed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mou_text_stays BEFORE UPDATE ON members_mouversion
  FOR EACH ROW EXECUTE FUNCTION members_mou_text_stays();
"""
TEXT_MOVES = """
DROP TRIGGER mou_text_stays ON members_mouversion;
DROP FUNCTION members_mou_text_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_paper"),
        ("members", "0004_organisation_details"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mou",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_th", models.CharField(max_length=250, verbose_name="name in Thai")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=250, verbose_name="name in English"),
                ),
                ("above", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                        verbose_name="partner organisation",
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
                "verbose_name": "memorandum of understanding",
                "ordering": ["pk"], 'indexes': [models.Index(fields=["province", "committee"], name="mou_tenant")], 'constraints': [models.UniqueConstraint(fields=("id", "committee"), name="mou_id_committee"), models.UniqueConstraint(
                fields=("committee", "form_key"), name="mou_form_key_once"
            ), models.UniqueConstraint(
                condition=models.Q(("partner__isnull", True)),
                fields=("committee",),
                name="mou_one_membership",
                violation_error_message="This committee already has its membership MoU.",
            )]},
        ),
        migrations.CreateModel(
            name="MouParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("above", models.BooleanField(default=False, editable=False)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.committee",
                    ),
                ),
                (
                    "mou",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="members.mou",
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
            ], options={'indexes': [models.Index(fields=["committee", "province"], name="mou_party_tenant")], 'constraints': [models.UniqueConstraint(
                fields=("mou", "organisation"), name="mou_party_once"
            )]},
        ),
        migrations.CreateModel(
            name="MouVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("open", "open for signature"),
                            ("superseded", "superseded"),
                            ("discarded", "thrown away"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("vision_th", models.TextField(blank=True, verbose_name="vision, in Thai")),
                ("vision_en", models.TextField(blank=True, verbose_name="vision, in English")),
                ("mission_th", models.TextField(blank=True, verbose_name="mission, in Thai")),
                ("mission_en", models.TextField(blank=True, verbose_name="mission, in English")),
                ("objectives_th", models.TextField(blank=True, verbose_name="objectives, in Thai")),
                (
                    "objectives_en",
                    models.TextField(blank=True, verbose_name="objectives, in English"),
                ),
                (
                    "principles_th",
                    models.TextField(blank=True, verbose_name="organising principles, in Thai"),
                ),
                (
                    "principles_en",
                    models.TextField(blank=True, verbose_name="organising principles, in English"),
                ),
                (
                    "needs_signing",
                    models.BooleanField(default=True, verbose_name="needs signing again"),
                ),
                ("above", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
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
                    "mou",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="members.mou",
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
                "verbose_name": "version of an MoU",
                "ordering": ["-number"], 'indexes': [models.Index(fields=["committee", "state"], name="mou_version_committee"), models.Index(fields=["province", "committee"], name="mou_version_tenant")], 'constraints': [models.UniqueConstraint(
                fields=("id", "committee"), name="mou_version_id_committee"
            ), models.UniqueConstraint(
                condition=models.Q(("state", "discarded"), _negated=True),
                fields=("mou", "number"),
                name="mou_version_number_once",
            ), models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("mou",), name="mou_one_draft"
            ), models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("mou",), name="mou_one_open"
            ), models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["draft", "discarded"]), _negated=True),
                    models.Q(("above", False), ("opened_at__isnull", True)),
                    _connector="OR",
                ),
                name="mou_draft_stays_inside",
            ), models.CheckConstraint(
                condition=models.Q(("number__gt", 1), ("needs_signing", True), _connector="OR"),
                name="mou_first_needs_signing",
            )]},
        ),
        migrations.CreateModel(
            name="MouSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signatory_name", models.CharField(max_length=150, verbose_name="signed by")),
                ("signatory_post", models.CharField(max_length=150, verbose_name="post")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("from_paper", models.BooleanField(default=False)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.paper",
                        verbose_name="signed copy",
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="members.mouversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "ordering": ["signed_on", "pk"], 'indexes': [models.Index(
                fields=["committee", "organisation"], name="mou_signature_committee"
            ), models.Index(fields=["province", "committee"], name="mou_signature_tenant")], 'constraints': [models.UniqueConstraint(
                fields=("version", "organisation"), name="mou_signed_once"
            ), models.CheckConstraint(
                condition=models.Q(
                    ("from_paper", False), ("paper__isnull", False), _connector="OR"
                ),
                name="mou_recorded_from_a_paper",
            )]},
        ),
        tenant_key("members_mou"),
        tenant_key("members_mouparty"),
        child_key("members_mouparty", "members_mou", "mou_id"),
        tenant_key("members_mouversion"),
        child_key("members_mouversion", "members_mou", "mou_id"),
        tenant_key("members_mousignature"),
        child_key("members_mousignature", "members_mouversion", "version_id"),
        child_key("members_mousignature", "committees_paper", "paper_id"),
        migrations.RunSQL(TEXT_STAYS, TEXT_MOVES),
    ]
