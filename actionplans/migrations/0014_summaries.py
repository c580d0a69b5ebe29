"""Sums of activities, kept by a trigger, and filled here from the activities there are."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

from committees.db import tenant_key

# What one activity adds to its sums; `n` is 1 where it comes and -1 where it goes.
_ADDED = """
    sum(n) AS activities, sum(n * reached) AS reached, sum(n * women) AS women,
    sum(n * men) AS men, sum(n * unsaid) AS unsaid, sum(n * minors) AS minors,
    sum(n * adults) AS adults, sum(n * tested) AS tested,
    sum(n * tested * coalesce(before, 0)) AS marks_before,
    sum(n * tested * coalesce(after, 0)) AS marks_after, sum(n * cost) AS cost"""
_NAMES = """activities, reached, women, men, unsaid, minors, adults, tested, marks_before,
    marks_after, cost"""
_GROWN = """activities = kept.activities + excluded.activities,
    reached = kept.reached + excluded.reached, women = kept.women + excluded.women,
    men = kept.men + excluded.men, unsaid = kept.unsaid + excluded.unsaid,
    minors = kept.minors + excluded.minors, adults = kept.adults + excluded.adults,
    tested = kept.tested + excluded.tested,
    marks_before = kept.marks_before + excluded.marks_before,
    marks_after = kept.marks_after + excluded.marks_after, cost = kept.cost + excluded.cost"""
_MONTH = "date_trunc('month', starts::timestamp)::date"
_COUNTED = """starts, pillar, kind, district_id, reached, women, men, unsaid, minors, adults,
    tested, before, after, cost, above"""

TRIGGER = f"""
-- Takes the activity as it was out of the sums and puts it in as it is. Both in one statement and
-- in the order of their keys, so that two corrections at once wait for each other and not in a
-- circle; the row of a sum is locked until the activity itself is saved.
CREATE FUNCTION app_count_activity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was actionplans_activity;
  stands actionplans_activity;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.withdrawn_at IS NULL THEN was := OLD; END IF;
  IF TG_OP <> 'DELETE' AND NEW.withdrawn_at IS NULL THEN stands := NEW; END IF;
  INSERT INTO actionplans_activitymonth AS kept
    (committee_id, province_id, month, pillar, kind, district_id, above, {_NAMES})
  SELECT committee_id, province_id, {_MONTH}, pillar, kind, district_id, above, {_ADDED}
  FROM (SELECT -1 AS n, (was).* UNION ALL SELECT 1, (stands).*) moved
  WHERE id IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (committee_id, month, pillar, kind, district_id, above) DO UPDATE SET {_GROWN};
  INSERT INTO actionplans_provincemonth AS kept (province_id, month, pillar, {_NAMES})
  SELECT province_id, {_MONTH}, pillar, {_ADDED}
  FROM (SELECT -1 AS n, (was).* UNION ALL SELECT 1, (stands).*) moved
  WHERE id IS NOT NULL AND above
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (province_id, month, pillar) DO UPDATE SET {_GROWN};
  RETURN NULL;
END $$;
CREATE TRIGGER activity_counted AFTER INSERT OR DELETE ON actionplans_activity
  FOR EACH ROW EXECUTE FUNCTION app_count_activity();
CREATE TRIGGER activity_counted_again AFTER UPDATE ON actionplans_activity
  FOR EACH ROW WHEN (
    (OLD.withdrawn_at IS NULL, {", ".join(f"OLD.{name.strip()}" for name in _COUNTED.split(","))})
    IS DISTINCT FROM
    (NEW.withdrawn_at IS NULL, {", ".join(f"NEW.{name.strip()}" for name in _COUNTED.split(","))}))
  EXECUTE FUNCTION app_count_activity();

-- Counts again from the activities: one committee with its province, or all. Whoever logs
-- meanwhile waits, and finds the sums as they were counted.
CREATE FUNCTION app_recount_activities(of_committee bigint DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE of_province int;
BEGIN
  IF NOT (app_system() OR coalesce(current_setting('app.maintenance', true), '') = 'on') THEN
    RAISE EXCEPTION 'sums are counted again by the system alone'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  LOCK TABLE actionplans_activitymonth, actionplans_provincemonth IN SHARE ROW EXCLUSIVE MODE;
  SELECT province_id INTO of_province FROM committees_committee WHERE id = of_committee;
  DELETE FROM actionplans_activitymonth WHERE of_committee IS NULL OR committee_id = of_committee;
  INSERT INTO actionplans_activitymonth
    (committee_id, province_id, month, pillar, kind, district_id, above, {_NAMES})
  SELECT committee_id, province_id, {_MONTH}, pillar, kind, district_id, above, {_ADDED}
  FROM (SELECT 1 AS n, a.* FROM actionplans_activity a) standing
  WHERE withdrawn_at IS NULL AND (of_committee IS NULL OR committee_id = of_committee)
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
  DELETE FROM actionplans_provincemonth WHERE of_committee IS NULL OR province_id = of_province;
  INSERT INTO actionplans_provincemonth (province_id, month, pillar, {_NAMES})
  SELECT province_id, {_MONTH}, pillar, {_ADDED}
  FROM (SELECT 1 AS n, a.* FROM actionplans_activity a) standing
  WHERE withdrawn_at IS NULL AND above AND (of_committee IS NULL OR province_id = of_province)
  GROUP BY 1, 2, 3;
END $$;
"""
GONE = """
DROP TRIGGER activity_counted ON actionplans_activity;
DROP TRIGGER activity_counted_again ON actionplans_activity;
DROP FUNCTION app_count_activity();
DROP FUNCTION app_recount_activities(bigint);
"""
# `app_system` comes with the policies, after the first migration of an empty database.
FILL = "SELECT app_recount_activities() WHERE EXISTS (SELECT FROM actionplans_activity)"

_PILLARS = [
    ("counter_trafficking", "counter-trafficking"),
    ("child_protection", "child protection"),
    ("stateless", "stateless people"),
    ("education", "education"),
]
_KINDS = [
    ("campaign", "campaign"),
    ("training", "training"),
    ("community_meeting", "community meeting"),
    ("field_monitoring", "field monitoring"),
    ("lessons_learned", "lessons learned"),
    ("coordination", "coordination"),
    ("assistance", "assistance"),
    ("other", "other"),
]
_AREA = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


def sums() -> list:
    """The columns both tables have."""
    whole = ("activities", "reached", "women", "men", "unsaid", "minors", "adults", "tested")
    return [
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("month", models.DateField(verbose_name="month")),
        ("pillar", models.CharField(choices=_PILLARS, max_length=20, verbose_name="pillar")),
        *((name, models.BigIntegerField(default=0)) for name in whole),
        *(
            (name, models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=18))
            for name in ("marks_before", "marks_after", "cost")
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0013_neighbours"), ("committees", "0005_paper")]

    operations = [
        migrations.CreateModel(
            name="ActivityMonth",
            fields=[
                *sums(),
                ("kind", models.CharField(choices=_KINDS, max_length=20, verbose_name="kind")),
                ("above", models.BooleanField(default=False, editable=False)),
                ("committee", models.ForeignKey(to="committees.committee", **_AREA)),
                (
                    "district",
                    models.ForeignKey(to="committees.area", verbose_name="district", **_AREA),
                ),
                ("province", models.ForeignKey(to="committees.area", **_AREA)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["province", "month"], name="activity_month_province"),
                    models.Index(fields=["committee", "province"], name="activity_month_tenant"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "month", "pillar", "kind", "district", "above"),
                        name="activity_month_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvinceMonth",
            fields=[*sums(), ("province", models.ForeignKey(to="committees.area", **_AREA))],
            options={
                "indexes": [models.Index(fields=["month"], name="province_month_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "month", "pillar"), name="province_month_once"
                    )
                ],
            },
        ),
        tenant_key("actionplans_activitymonth"),
        migrations.RunSQL(TRIGGER, GONE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
