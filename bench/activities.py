"""What the committees of the bench did and reported: activities, and reports of quarters gone by.

Made inside the database after the plans (`bench.volume`), whose temporary tables it uses. Each
plan has 96 activities, so a million at full scale, spread over the days of its year that are past;
three in four belong to a line, one in five was paid for in cash, one in three was joined by another
organisation. Their sums are counted in the end by the function that repairs them.
"""

from __future__ import annotations

# The triggers on activities would count a million times over.
ACTIVITIES = """
ALTER TABLE actionplans_activity DISABLE TRIGGER USER;
CREATE TEMP TABLE places AS
  SELECT c.id AS committee_id, CASE a.level WHEN 'province' THEN
      ARRAY(SELECT d.code FROM committees_area d WHERE d.parent_id = a.code ORDER BY d.code)
    ELSE ARRAY[a.code] END AS districts
  FROM committees_committee c JOIN committees_area a ON a.code = c.area_id
  WHERE a.level IN ('province', 'district');
CREATE UNIQUE INDEX ON places (committee_id);
ANALYZE places;
INSERT INTO actionplans_activity
  (id, committee_id, province_id, line_id, kind, pillar, title, text, starts, ends, fiscal_year,
   district_id, village, lead_id, reached, women, men, unsaid, minors, adults, tested, before,
   after, cost, logged_by_id, withdrawn_at, withdrawn_reason, form_key, above, version,
   created_at, changed_at)
SELECT (p.id - 1) * 96 + n, p.committee_id, p.province_id,
  CASE WHEN n % 4 = 0 THEN NULL ELSE (p.id - 1) * 40 + 1 + (s.seed + n) % 40 END,
  (ARRAY['campaign', 'training', 'community_meeting', 'field_monitoring', 'lessons_learned',
    'coordination', 'assistance', 'other'])[1 + x.m % 8],
  (ARRAY['counter_trafficking', 'child_protection', 'stateless', 'education'])[1 + x.m / 8 % 4],
  h.what || ' ' || a.name_th, 'ดำเนินการร่วมกับผู้นำชุมชนและหน่วยงานในพื้นที่',
  x.day, x.day + CASE WHEN n % 10 = 0 THEN 2 ELSE 0 END, p.fiscal_year, a.code,
  'หมู่ ' || 1 + n % 12, o.ids[1 + (s.seed + n) % cardinality(o.ids)],
  20 + x.m % 180, 10 + x.m % 30, 5 + x.m % 20, n % 3, 0, 0,
  CASE x.m % 8 WHEN 1 THEN 15 + x.m % 10 ELSE 0 END,
  CASE x.m % 8 WHEN 1 THEN 40 + x.m % 20 END, CASE x.m % 8 WHEN 1 THEN 55 + x.m % 25 END,
  CASE WHEN n % 5 = 0 THEN 500 * (1 + x.m % 20) ELSE 0 END, coalesce(posts.secretary, 1),
  CASE WHEN n % 96 = 7 THEN x.day + interval '3 days' END,
  CASE WHEN n % 96 = 7 THEN 'บันทึกซ้ำ' ELSE '' END, gen_random_uuid(),
  n % 96 <> 7 AND NOT posts.closed, 1, x.day + interval '20 hours', x.day + interval '20 hours'
FROM actionplans_plan p JOIN seeds s ON s.plan_id = p.id
JOIN posts ON posts.committee_id = p.committee_id
JOIN places ON places.committee_id = p.committee_id
CROSS JOIN generate_series(1, 96) AS n
CROSS JOIN LATERAL (SELECT abs(hashtext(s.seed || '-' || n)) % 10000 AS m,
  pg_temp.quarter_start(p.fiscal_year, 1) + (s.seed + n * 31) %
    least(364, greatest(1, {today}::date - pg_temp.quarter_start(p.fiscal_year, 1))) AS day) x
JOIN phrase h ON h.number = (s.seed + n) % 10
JOIN committees_area a ON a.code = places.districts[1 + n % cardinality(places.districts)]
JOIN offices o ON o.province_id = p.province_id;
INSERT INTO actionplans_contribution (committee_id, province_id, activity_id, above, kind,
  organisation_id, payer, funding, amount, days, what)
SELECT a.committee_id, a.province_id, a.id, a.above, 'cash', a.lead_id, '', 'lao', a.cost, 0, ''
FROM actionplans_activity a WHERE a.cost > 0;
INSERT INTO actionplans_activityorganisation
  (committee_id, province_id, activity_id, above, organisation_id)
SELECT a.committee_id, a.province_id, a.id, a.above, o.ids[1 + a.id % cardinality(o.ids)]
FROM actionplans_activity a JOIN offices o ON o.province_id = a.province_id
WHERE a.id % 3 = 0 AND o.ids[1 + a.id % cardinality(o.ids)] <> a.lead_id;
SELECT app_recount_activities();
ALTER TABLE actionplans_activity ENABLE TRIGGER USER;
ANALYZE actionplans_activity, actionplans_contribution, actionplans_activityorganisation,
  actionplans_activitymonth, actionplans_provincemonth;
"""

# Of quarters that are over and were received: nine in ten accepted, the others being written.
REPORTS = """
INSERT INTO actionplans_report
  (id, committee_id, province_id, plan_id, quarter_id, round_id, fiscal_year, quarter_number,
   state, due, above, rounds_count, line_count, answered_count, done_count, under_way_count,
   late_count, dropped_count, budget, spent, started_by_id, started_at, changed_at, version)
SELECT q.id, q.committee_id, q.province_id, q.plan_id, q.id, r.id, q.fiscal_year, q.quarter,
  CASE WHEN q.id % 10 = 0 THEN 'draft' ELSE 'accepted' END, x.ended + 15, q.above, 0, 10, 10,
  6, 2, 1, 1, q.budget, q.budget * 0.8, p.secretary, x.ended, x.ended + interval '9 days', 1
FROM actionplans_quarterplan q
JOIN posts p ON p.committee_id = q.committee_id
JOIN actionplans_round r ON r.quarter_plan_id = q.id AND r.number = q.rounds_count
CROSS JOIN LATERAL (SELECT (pg_temp.quarter_start(q.fiscal_year, q.quarter)
  + interval '3 months')::date AS ended) x
WHERE q.state = 'received' AND x.ended <= {today}::date;
INSERT INTO actionplans_reportline
  (committee_id, province_id, report_id, line_id, position, carried, what, pillar, budget, content,
   state, reason, value, value_text, spent, word, above, answered_by_id, answered_at, version)
SELECT r.committee_id, r.province_id, r.id, l.line_id, l.position, false, l.what, l.pillar,
  l.budget, l.content,
  (ARRAY['done', 'done', 'done', 'under_way', 'done', 'late', 'done', 'dropped', 'done',
    'under_way'])[l.position],
  CASE WHEN l.position IN (6, 8) THEN 'รอผลการพิจารณางบประมาณ' ELSE '' END,
  10 + l.position, '', l.budget * 0.8, '', r.above AND r.state = 'accepted', r.started_by_id,
  r.changed_at, 1
FROM actionplans_report r JOIN actionplans_roundline l ON l.round_id = r.round_id;
ANALYZE actionplans_report, actionplans_reportline;
"""


def statements(today: str) -> list[tuple[str, str]]:
    """(what is made, SQL) in order."""
    return [
        ("activities and their sums", ACTIVITIES.format(today=today)),
        ("reports of quarters", REPORTS.format(today=today)),
    ]
