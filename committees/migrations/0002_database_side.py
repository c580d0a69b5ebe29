"""What the database keeps by itself: the tree's paths, tenant keys, and the audit chain."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


TREE = """
ALTER TABLE committees_committee
  ADD CONSTRAINT committee_parent_province FOREIGN KEY (parent_id, province_id)
    REFERENCES committees_committee (id, province_id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT committee_parent_kind FOREIGN KEY (parent_id, parent_kind)
    REFERENCES committees_committee (id, kind) DEFERRABLE INITIALLY DEFERRED;

-- The path of a node is the path of its parent and its own number: '/12/45/'. A node keeps its
-- place; what stands below it would otherwise carry rights with it.
CREATE FUNCTION committee_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE above committees_committee%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.parent_id, NEW.province_id, NEW.kind) IS DISTINCT FROM
       (OLD.parent_id, OLD.province_id, OLD.kind) THEN
      RAISE EXCEPTION 'a committee keeps its kind and its place in the tree'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.path := OLD.path; NEW.depth := OLD.depth; NEW.parent_kind := OLD.parent_kind;
    RETURN NEW;
  END IF;
  IF NEW.parent_id IS NULL THEN
    NEW.path := '/' || NEW.id || '/'; NEW.depth := 0; NEW.parent_kind := '';
  ELSE
    SELECT * INTO STRICT above FROM committees_committee WHERE id = NEW.parent_id;
    NEW.path := above.path || NEW.id || '/';
    NEW.depth := above.depth + 1;
    NEW.parent_kind := above.kind;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER committee_place BEFORE INSERT OR UPDATE ON committees_committee
  FOR EACH ROW EXECUTE FUNCTION committee_place();
"""

AUDIT = """
CREATE FUNCTION app_audit_hash(e committees_auditevent, previous text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    previous, e.id, e.committee_id, e.province_id, e.seq,
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    e.actor_id, e.actor_th, e.actor_en, e.seat_id, e.post_th, e.post_en, e.verb,
    e.subject_type, e.subject_id, e.subject_th, e.subject_en, e.before, e.after, e.reason, e.above
  )::text, 'UTF8')), 'hex')
$$;

-- Numbers and chains each event within its committee. The row of the chain's head is locked, so
-- that two events of one committee stand one behind the other.
CREATE FUNCTION audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE head committees_audithead%ROWTYPE;
BEGIN
  INSERT INTO committees_audithead (committee_id, seq, hash)
    VALUES (NEW.committee_id, 0, '') ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT head FROM committees_audithead
    WHERE committee_id = NEW.committee_id FOR UPDATE;
  NEW.seq := head.seq + 1;
  NEW.prev_hash := head.hash;
  NEW.hash := app_audit_hash(NEW, head.hash);
  UPDATE committees_audithead SET seq = NEW.seq, hash = NEW.hash
    WHERE committee_id = NEW.committee_id;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON committees_auditevent
  FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON committees_auditevent
  FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON committees_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
ALTER TABLE committees_auditevent ENABLE ALWAYS TRIGGER audit_chain;
ALTER TABLE committees_auditevent ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE committees_auditevent ENABLE ALWAYS TRIGGER audit_no_truncate;

CREATE FUNCTION app_audit_breaks() RETURNS TABLE (committee_id bigint, seq bigint, what text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH chain AS (
    SELECT e.committee_id, e.seq, e.prev_hash, e.hash,
      lag(e.seq, 1, 0::bigint) OVER w AS seq_before,
      lag(e.hash, 1, '') OVER w AS hash_before,
      app_audit_hash(e, e.prev_hash) AS computed
    FROM committees_auditevent e
    WINDOW w AS (PARTITION BY e.committee_id ORDER BY e.seq)
  )
  SELECT committee_id, seq, 'missing' FROM chain WHERE seq <> seq_before + 1
  UNION ALL
  SELECT committee_id, seq, 'chain' FROM chain
    WHERE seq = seq_before + 1 AND prev_hash <> hash_before
  UNION ALL
  SELECT committee_id, seq, 'changed' FROM chain WHERE hash <> computed
  UNION ALL
  SELECT h.committee_id, h.seq, 'end'
    FROM committees_audithead h
    LEFT JOIN LATERAL (
      SELECT e.seq, e.hash FROM committees_auditevent e
      WHERE e.committee_id = h.committee_id ORDER BY e.seq DESC LIMIT 1
    ) newest ON true
    WHERE (h.seq, h.hash) IS DISTINCT FROM (coalesce(newest.seq, 0), coalesce(newest.hash, ''))
  ORDER BY 1, 2
$$;
"""

SEARCH = """
CREATE INDEX committee_trigram ON committees_committee
  USING gin (upper(name_th) gin_trgm_ops, upper(name_en) gin_trgm_ops,
             upper(short_th) gin_trgm_ops, upper(short_en) gin_trgm_ops);
CREATE INDEX user_trigram ON accounts_user
  USING gin (upper(name_th) gin_trgm_ops, upper(name_en) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(TREE, migrations.RunSQL.noop),
        migrations.RunSQL(AUDIT, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
