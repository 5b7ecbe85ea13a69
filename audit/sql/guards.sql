-- PostgreSQL itself refuses to change the past. ENABLE ALWAYS: session_replication_role = replica does not skip these.
CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['entry', 'leaf', 'tile', 'checkpoint', 'publication'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.%I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()', name);
    EXECUTE format('ALTER TABLE audit.%I ENABLE ALWAYS TRIGGER append_only', name);
  END LOOP;
END $$;

CREATE FUNCTION audit.enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO audit.pending VALUES (NEW.id, NEW.leaf_hash);
  RETURN NULL;
END $$;
CREATE TRIGGER enqueue AFTER INSERT ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.enqueue();
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER enqueue;

-- A detail can be erased, never changed, and only in the transaction that records its erasure.
CREATE TRIGGER unchangeable BEFORE UPDATE OR TRUNCATE ON audit.detail
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
ALTER TABLE audit.detail ENABLE ALWAYS TRIGGER unchangeable;
CREATE FUNCTION audit.demand_erasure_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit.entry e WHERE e.action = 'audit.detail_erased' AND e.xact = pg_current_xact_id()
                 AND e.leaf::jsonb#>>'{facts,entry}' = OLD.entry_id::text) THEN
    RAISE EXCEPTION 'erasing the detail of % needs an audit.detail_erased entry in this transaction', OLD.entry_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER recorded_erasure BEFORE DELETE ON audit.detail
  FOR EACH ROW EXECUTE FUNCTION audit.demand_erasure_entry();
ALTER TABLE audit.detail ENABLE ALWAYS TRIGGER recorded_erasure;
CREATE FUNCTION audit.erase_detail(entry uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$ DELETE FROM audit.detail WHERE entry_id = entry $$;
REVOKE EXECUTE ON FUNCTION audit.erase_detail(uuid) FROM PUBLIC;

-- "No audit, no commit": attached to every audited table by audit.triggers.audited().
CREATE FUNCTION audit.require_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE sid uuid; srev integer;
BEGIN
  IF TG_OP = 'DELETE' THEN sid := OLD.id; srev := OLD.rev + 1; ELSE sid := NEW.id; srev := NEW.rev; END IF;
  IF NOT EXISTS (SELECT FROM audit.entry e WHERE e.subject_type = TG_ARGV[0] AND e.subject_id = sid
                 AND e.subject_rev = srev AND e.xact = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'no audit entry for %/% rev % in this transaction', TG_ARGV[0], sid, srev
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
-- A verb may record two deeds before it saves once, so a revision may leap; check_ledger finds a missing entry.
CREATE FUNCTION audit.next_revision() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.rev <= OLD.rev THEN
    RAISE EXCEPTION '%: revision % cannot follow %', TG_TABLE_NAME, NEW.rev, OLD.rev
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
