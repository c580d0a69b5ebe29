"""The mass of the bench, made inside the database: plans, lines, rounds, notices, audit events.

Statements run one after the other on one connection. Texts follow what district committees plan.
Each quarterly plan has ten working lines of its own and, once it went up, the same ten frozen in
each of its rounds.
"""

from __future__ import annotations

import datetime as dt

from committees.calendar import Quarter

PHRASES = (
    ("ตั้งและฝึกอบรมกลุ่มเฝ้าระวังการค้ามนุษย์ระดับหมู่บ้าน", "counter_trafficking"),
    ("รณรงค์ยุติความรุนแรงต่อเด็กและสตรีและการค้ามนุษย์", "counter_trafficking"),
    ("ตรวจเฝ้าระวังช่องทางธรรมชาติและคัดกรองกลุ่มเสี่ยงร่วมกัน", "counter_trafficking"),
    ("ประชุมทีมสหวิชาชีพเพื่อคัดแยกและช่วยเหลือผู้เสียหาย", "counter_trafficking"),
    ("เยี่ยมบ้านครอบครัวเปราะบางและเด็กกลุ่มเสี่ยง", "child_protection"),
    ("อบรมครูและนักเรียนแกนนำเรื่องภัยออนไลน์", "education"),
    ("สำรวจและช่วยยื่นคำร้องของเด็กไร้รัฐไร้สัญชาติ", "stateless"),
    ("จัดเวทีชุมชนเรื่องสิทธิแรงงานและการย้ายถิ่นอย่างปลอดภัย", "education"),
    ("ประสานการส่งกลับและติดตามผู้เสียหายหลังกลับภูมิลำเนา", "child_protection"),
    ("ถอดบทเรียนและปรับปรุงแนวทางการส่งต่อของเครือข่าย", "counter_trafficking"),
)

# Each seat is in its agency's place; one place in fifty has lost its holder.
PLACES = """
INSERT INTO members_place (id, committee_id, province_id, above, organisation_id, role, title_th,
  title_en, starts)
SELECT row_number() OVER (ORDER BY min(id)), committee_id, province_id, above, organisation_id,
  role, '', '', min(starts)
FROM members_seat GROUP BY committee_id, province_id, above, organisation_id, role;
UPDATE members_seat s SET place_id = p.id FROM members_place p
WHERE p.committee_id = s.committee_id AND p.organisation_id = s.organisation_id AND p.role = s.role;
INSERT INTO members_place (id, committee_id, province_id, above, organisation_id, role, title_th,
  title_en, starts)
SELECT (SELECT max(id) FROM members_place) + row_number() OVER (ORDER BY id), committee_id,
  province_id, above, organisation_id, role, 'ตำแหน่งว่าง', 'Vacant post', starts
FROM members_place WHERE id % 50 = 0;
-- The organisations that sit in a civil-society committee are its members, each year anew.
INSERT INTO members_membership (id, committee_id, province_id, organisation_id, since, first_since,
  due_from, until, grace_until, above, created_at, version)
SELECT row_number() OVER (ORDER BY s.committee_id, s.organisation_id), s.committee_id,
  s.province_id, s.organisation_id, date '2019-09-18', date '2019-09-18',
  current_date + 200 - (s.organisation_id % 7 * 30)::int,
  current_date + 260 - (s.organisation_id % 7 * 30)::int,
  current_date + 290 - (s.organisation_id % 7 * 30)::int, true, now(), 1
FROM (SELECT DISTINCT s.committee_id, s.province_id, s.organisation_id FROM members_seat s
      JOIN committees_committee c ON c.id = s.committee_id AND c.kind = 'civil_society') s;
"""

HELPERS = """
CREATE TEMP TABLE phrase (number int PRIMARY KEY, what text, pillar text);
CREATE TEMP TABLE offices AS
  SELECT province_id, array_agg(id ORDER BY id) AS ids FROM members_organisation GROUP BY 1;
CREATE UNIQUE INDEX ON offices (province_id);
CREATE TEMP TABLE receivers AS
  SELECT province_id, min(person_id) AS receiver FROM members_seat
  WHERE role = 'psdhs_secretariat' GROUP BY 1;
CREATE TEMP TABLE posts AS
  SELECT c.id AS committee_id, c.province_id, c.kind, c.area_id, c.closed,
    (array_agg(s.person_id) FILTER (WHERE s.role = 'secretary'))[1] AS secretary,
    coalesce((array_agg(s.person_id) FILTER (WHERE s.role = 'deputy_chief'))[1],
             (array_agg(s.person_id) FILTER (WHERE s.role = 'chair'))[1]) AS approver,
    min(r.receiver) AS receiver
  FROM committees_committee c JOIN members_seat s ON s.committee_id = c.id
  LEFT JOIN receivers r ON r.province_id = c.province_id
  GROUP BY c.id;
CREATE UNIQUE INDEX ON posts (committee_id);
ANALYZE posts, offices;
-- The first day of a quarter of a Buddhist fiscal year.
CREATE FUNCTION pg_temp.quarter_start(year int, quarter int) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
  SELECT (make_date(year - 544, 10, 1) + make_interval(months => 3 * (quarter - 1)))::date
$$;
"""

# Years of plans by kind of committee, the running one being the last. Provinces of which the tenth
# holds a single district have but one, so that it holds a tenth of the plans.
PLANS = """
INSERT INTO actionplans_plan
  (id, committee_id, province_id, fiscal_year, above, created_by_id, created_at)
SELECT row_number() OVER (ORDER BY y, p.committee_id), p.committee_id, p.province_id,
  {year} - y, NOT p.closed, p.secretary,
  pg_temp.quarter_start({year} - y, 1) - interval '40 days'
FROM posts p
JOIN (VALUES ('district', 5), ('operations', 3), ('executive', 2), ('provincial', 5),
             ('civil_society', 5)) AS k (kind, years) ON k.kind = p.kind
CROSS JOIN LATERAL generate_series(0, CASE WHEN p.kind = 'provincial' AND NOT EXISTS (
    SELECT FROM committees_committee o WHERE o.parent_id = p.committee_id AND o.kind = 'operations'
  ) THEN 0 ELSE k.years - 1 END) AS y;
-- What varies from plan to plan hangs on this number, which is the same at both scales.
CREATE TEMP TABLE seeds AS
  SELECT p.id AS plan_id, abs(hashtext(c.slug || p.fiscal_year)) % 10000 AS seed
  FROM actionplans_plan p JOIN committees_committee c ON c.id = p.committee_id;
CREATE UNIQUE INDEX ON seeds (plan_id);
ANALYZE actionplans_plan, seeds;
"""

LINES = """
INSERT INTO actionplans_planline
  (id, committee_id, province_id, plan_id, position, what, pillar, responsible_id, starts, ends,
   budget, funding, funder, indicator, target, form_key, version, changed_at)
SELECT (p.id - 1) * 40 + n, p.committee_id, p.province_id, p.id, n,
  h.what || ' ' || a.name_th || ' ครั้งที่ ' || n, h.pillar,
  o.ids[1 + (s.seed * 7 + n) % cardinality(o.ids)],
  d.day + ((s.seed + n * 5) % 50), d.day + ((s.seed + n * 5) % 50) + (n * 3) % 35,
  CASE WHEN n % 3 = 0 THEN 5000 * (1 + (s.seed + n) % 20) ELSE 0 END,
  CASE WHEN n % 3 = 0 THEN 'lao' ELSE 'own_remit' END, '',
  'จำนวนผู้เข้าร่วมและจำนวนหมู่บ้านที่มีช่องทางแจ้งเหตุ', 20 + (s.seed + n) % 80 || ' คน',
  gen_random_uuid(), 1, d.day - interval '20 days'
FROM actionplans_plan p JOIN seeds s ON s.plan_id = p.id
CROSS JOIN generate_series(1, 40) AS n
JOIN phrase h ON h.number = (s.seed * 3 + n) % 10
JOIN committees_committee c ON c.id = p.committee_id
JOIN committees_area a ON a.code = c.area_id
JOIN offices o ON o.province_id = p.province_id
CROSS JOIN LATERAL (SELECT pg_temp.quarter_start(p.fiscal_year, (n - 1) / 10 + 1) AS day) d;
INSERT INTO actionplans_linesupport (id, committee_id, province_id, line_id, organisation_id)
SELECT l.id, l.committee_id, l.province_id, l.id, o.ids[1 + (l.id * 11) % cardinality(o.ids)]
FROM actionplans_planline l JOIN offices o ON o.province_id = l.province_id;
INSERT INTO actionplans_lineplace (id, committee_id, province_id, line_id, area_id)
SELECT l.id, l.committee_id, l.province_id, l.id, c.area_id
FROM actionplans_planline l JOIN committees_committee c ON c.id = l.committee_id;
"""

# Past quarters have nearly all been received; the running one and the next stand in every state;
# of the later ones nobody has sent anything up yet.
QUARTERS = """
INSERT INTO actionplans_quarterplan
  (id, committee_id, province_id, plan_id, fiscal_year, quarter, state, above, rounds_count,
   line_count, budget, draft_line_count, draft_budget, changed_at, version)
SELECT x.id, x.committee_id, x.province_id, x.plan_id, x.fiscal_year, x.quarter, x.state,
  x.state <> 'draft' AND x.above,
  CASE WHEN x.state = 'draft' THEN 0 WHEN x.seed % 5 = 0 THEN 2 ELSE 1 END,
  CASE WHEN x.state = 'draft' THEN 0 ELSE 10 END,
  CASE WHEN x.state = 'draft' THEN 0 ELSE b.budget END, 10, b.budget,
  least(pg_temp.quarter_start(x.fiscal_year, x.quarter), {today}::date)
    - make_interval(days => 1 + x.seed % 25, secs => x.seed * 7 + x.quarter), 1
FROM (
  SELECT (p.id - 1) * 4 + q AS id, p.committee_id, p.province_id, p.id AS plan_id, p.fiscal_year,
    q AS quarter, p.above, s.seed,
    CASE
      WHEN (p.fiscal_year - {year}) * 4 + q - {quarter} < 0
        THEN CASE WHEN m < 97 THEN 'received' ELSE 'draft' END
      WHEN (p.fiscal_year - {year}) * 4 + q - {quarter} = 0
        THEN CASE WHEN m < 50 THEN 'received' WHEN m < 70 THEN 'approved'
             WHEN m < 85 THEN 'submitted' WHEN m < 92 THEN 'returned'
             WHEN m < 95 THEN 'returned_by_province' ELSE 'draft' END
      WHEN (p.fiscal_year - {year}) * 4 + q - {quarter} = 1
        THEN CASE WHEN m < 10 THEN 'approved' WHEN m < 30 THEN 'submitted' ELSE 'draft' END
      ELSE 'draft'
    END AS state
  FROM actionplans_plan p JOIN seeds s ON s.plan_id = p.id
  CROSS JOIN generate_series(1, 4) AS q
  CROSS JOIN LATERAL (SELECT (s.seed + q * 17) % 100 AS m)
) x
JOIN (SELECT plan_id, (position - 1) / 10 + 1 AS quarter, sum(budget) AS budget
      FROM actionplans_planline GROUP BY 1, 2) b USING (plan_id, quarter);
ANALYZE actionplans_planline, actionplans_quarterplan;
"""

ROUNDS = """
INSERT INTO actionplans_round
  (id, committee_id, province_id, quarter_plan_id, number, above, is_amendment, note,
   submitted_by_id, submitted_post_th, submitted_post_en, submitted_at,
   decision, decided_by_id, decided_post_th, decided_post_en, decided_at, decision_reason,
   reception, received_by_id, received_post_th, received_post_en, received_at, reception_reason)
SELECT q.id * 2 - 2 + n, q.committee_id, q.province_id, q.id, n, q.above, false, '',
  p.secretary, 'เลขานุการ', 'secretary', q.changed_at - make_interval(days => 9 - 3 * n),
  r.decision, CASE WHEN r.decision <> '' THEN p.approver END,
  CASE WHEN r.decision <> '' THEN 'รองหัวหน้า' ELSE '' END,
  CASE WHEN r.decision <> '' THEN 'deputy chief' ELSE '' END,
  CASE WHEN r.decision <> '' THEN q.changed_at - make_interval(days => 8 - 3 * n) END,
  CASE WHEN r.decision = 'returned' THEN 'ขอให้ระบุผู้รับผิดชอบและงบประมาณให้ชัดเจน' ELSE '' END,
  r.reception, CASE WHEN r.reception <> '' THEN p.receiver END,
  CASE WHEN r.reception <> '' THEN 'ฝ่ายเลขานุการ พมจ.' ELSE '' END,
  CASE WHEN r.reception <> '' THEN 'PSDHS secretariat' ELSE '' END,
  CASE WHEN r.reception <> '' THEN q.changed_at END, ''
FROM actionplans_quarterplan q
JOIN posts p ON p.committee_id = q.committee_id
CROSS JOIN LATERAL generate_series(1, q.rounds_count) AS n
CROSS JOIN LATERAL (SELECT
  CASE WHEN n < q.rounds_count OR q.state = 'returned' THEN 'returned'
       WHEN q.state = 'submitted' THEN '' ELSE 'approved' END AS decision,
  CASE WHEN n < q.rounds_count THEN '' WHEN q.state = 'received' THEN 'received'
       WHEN q.state = 'returned_by_province' THEN 'returned' ELSE '' END AS reception) r;
ANALYZE actionplans_round;
INSERT INTO actionplans_roundline
  (committee_id, province_id, round_id, line_id, position, what, pillar, budget, content,
   return_reason, above)
SELECT r.committee_id, r.province_id, r.id, l.id, (l.position - 1) % 10 + 1, l.what, l.pillar,
  l.budget,
  jsonb_build_object('what', l.what, 'pillar', l.pillar,
    'responsible', jsonb_build_object('id', o.id, 'th', o.name_th, 'en', o.name_en),
    'supporting', jsonb_build_array(
      jsonb_build_object('id', u.id, 'th', u.name_th, 'en', u.name_en)),
    'places', jsonb_build_array(
      jsonb_build_object('id', a.code, 'th', a.name_th, 'en', a.name_en)),
    'starts', l.starts, 'ends', l.ends, 'budget', l.budget::text, 'funding', l.funding,
    'funder', l.funder, 'indicator', l.indicator,
    'target', CASE WHEN r.number < q.rounds_count AND l.position % 4 = 0 THEN '15 คน'
              ELSE l.target END),
  '', r.above
FROM actionplans_round r
JOIN actionplans_quarterplan q ON q.id = r.quarter_plan_id
JOIN actionplans_planline l
  ON l.plan_id = q.plan_id AND l.position BETWEEN q.quarter * 10 - 9 AND q.quarter * 10
JOIN members_organisation o ON o.id = l.responsible_id
JOIN actionplans_linesupport s ON s.line_id = l.id
JOIN members_organisation u ON u.id = s.organisation_id
JOIN actionplans_lineplace z ON z.line_id = l.id
JOIN committees_area a ON a.code = z.area_id;
"""

# The newest notices of everybody are unread.
NOTICES = """
INSERT INTO committees_notice
  (id, recipient_id, event_id, committee_id, province_id, kind, values, url, created_at, read_at,
   emailed_at, attempts)
SELECT gen_random_uuid(), t.person, gen_random_uuid(), r.committee_id, r.province_id, t.kind,
  jsonb_build_object('plan', r.quarter_plan_id), '/', t.at,
  CASE WHEN t.at < {today}::date - 20 THEN t.at + interval '1 day' END, t.at, 1
FROM actionplans_round r JOIN posts p USING (committee_id)
CROSS JOIN LATERAL (VALUES
  (p.approver, 'plan_submitted', r.submitted_at), (p.secretary, 'plan_approved', r.decided_at),
  (p.receiver, 'plan_to_receive', r.decided_at), (p.secretary, 'plan_received', r.received_at)
) AS t (person, kind, at)
WHERE t.at IS NOT NULL AND t.person IS NOT NULL;
"""

# Events first stand beside the trail, then go in with their numbers and hashes in one statement:
# the chain is the real one (`manage.py check_audit` holds), only its trigger did not make it.
EVENTS = """
CREATE TEMP TABLE event (LIKE committees_auditevent);
ALTER TABLE event DROP COLUMN seq, DROP COLUMN prev_hash, DROP COLUMN hash;
CREATE TEMP VIEW line_facts AS
SELECT l.*, jsonb_build_object('what', l.what, 'budget', l.budget::text, 'starts', l.starts,
  'ends', l.ends) AS facts FROM actionplans_planline l;
INSERT INTO event
SELECT gen_random_uuid(), x.committee_id, x.province_id, x.at, x.actor_id,
  coalesce(u.name_th, 'ระบบ'), coalesce(u.name_en, 'The system'), NULL, x.post_th, x.post_en,
  x.verb, x.subject_type, x.subject_id, x.subject_th, x.subject_en, x.before, x.after, x.reason,
  x.above
FROM (
  SELECT s.committee_id, s.province_id, s.starts::timestamptz AS at, NULL::bigint AS actor_id,
    '' AS post_th, '' AS post_en, 'seat_given' AS verb, 'members.seat' AS subject_type,
    s.id::text AS subject_id, u.name_th AS subject_th, u.name_en AS subject_en,
    '{{}}'::jsonb AS before,
    jsonb_build_object('person', jsonb_build_object('th', u.name_th, 'en', u.name_en),
      'post', jsonb_build_object('th', s.role, 'en', s.role), 'role', s.role) AS after,
    '' AS reason, s.above AS above
  FROM members_seat s JOIN accounts_user u ON u.id = s.person_id
  UNION ALL
  SELECT l.committee_id, l.province_id,
    least(l.starts - 60, {today}::date - 8) + interval '9 hours',
    p.created_by_id, 'เลขานุการ', 'secretary', 'line_added', 'actionplans.planline', l.id::text,
    l.what, l.what, '{{}}', l.facts, '', false
  FROM line_facts l JOIN actionplans_plan p ON p.id = l.plan_id
  UNION ALL
  SELECT l.committee_id, l.province_id,
    least(l.starts - 50, {today}::date - 6) + interval '10 hours',
    p.created_by_id, 'เลขานุการ', 'secretary', 'line_changed', 'actionplans.planline', l.id::text,
    l.what, l.what, '{{"target": "15 คน"}}', jsonb_build_object('target', l.target), '', false
  FROM line_facts l JOIN actionplans_plan p ON p.id = l.plan_id WHERE l.position NOT IN (5, 19, 33)
  UNION ALL
  SELECT r.committee_id, r.province_id, t.at, t.actor, t.post, t.post, t.verb,
    'actionplans.quarterplan', q.id::text,
    'แผนไตรมาสที่ ' || q.quarter || '/' || q.fiscal_year,
    'the plan Q' || q.quarter || '/' || q.fiscal_year - 543,
    '{{}}', jsonb_build_object('state', t.state, 'round_number', r.number), t.reason, r.above
  FROM actionplans_round r JOIN actionplans_quarterplan q ON q.id = r.quarter_plan_id
  CROSS JOIN LATERAL (VALUES
    (r.submitted_at, r.submitted_by_id, r.submitted_post_th, 'plan_submitted', 'submitted', ''),
    (r.decided_at, r.decided_by_id, r.decided_post_th,
     'plan_' || r.decision, r.decision, r.decision_reason),
    (r.received_at, r.received_by_id, r.received_post_th,
     CASE r.reception WHEN 'returned' THEN 'plan_returned_by_province' ELSE 'plan_received' END,
     r.reception, '')
  ) AS t (at, actor, post, verb, state, reason)
  WHERE t.at IS NOT NULL
) x LEFT JOIN accounts_user u ON u.id = x.actor_id;
"""

CHAIN = """
CREATE FUNCTION pg_temp.link(hash text, e committees_auditevent) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT public.app_audit_hash(e, hash) $$;
CREATE AGGREGATE pg_temp.chain(committees_auditevent)
  (SFUNC = pg_temp.link, STYPE = text, INITCOND = '');
ALTER TABLE committees_auditevent DISABLE TRIGGER audit_chain;
INSERT INTO committees_auditevent ({columns})
SELECT {bare}, seq, coalesce(lag(hash) OVER w, ''), hash
FROM (
  SELECT n.*, pg_temp.chain(ROW({row})::committees_auditevent)
    OVER (PARTITION BY committee_id ORDER BY seq) AS hash
  FROM (SELECT e.*, row_number() OVER (PARTITION BY committee_id ORDER BY at, id) AS seq
        FROM event e) n
) h
WINDOW w AS (PARTITION BY committee_id ORDER BY seq);
ALTER TABLE committees_auditevent ENABLE ALWAYS TRIGGER audit_chain;
INSERT INTO committees_audithead (committee_id, seq, hash)
SELECT DISTINCT ON (committee_id) committee_id, seq, hash FROM committees_auditevent
ORDER BY committee_id, seq DESC;
"""


def statements(period: Quarter, day: dt.date) -> list[tuple[str, str]]:
    """(what is made, SQL) in order, for a world standing in this quarter on this day."""
    values = {"year": period.year, "quarter": period.number, "today": f"'{day.isoformat()}'"}
    return [
        ("plans", PLANS.format(**values)),
        ("lines", LINES),
        ("quarterly plans", QUARTERS.format(**values)),
        ("rounds and their lines", ROUNDS),
        ("notices", NOTICES.format(**values)),
        ("audit events", EVENTS.format(**values)),
    ]


def chain_sql(columns: list[str]) -> str:
    """The statement that puts the events into the trail; `columns` in the order of the table."""
    made = ("seq", "prev_hash", "hash")
    bare = [name for name in columns if name not in made]
    row = ["''" if name in ("prev_hash", "hash") else name for name in columns]
    return CHAIN.format(columns=", ".join([*bare, *made]), bare=", ".join(bare), row=", ".join(row))
