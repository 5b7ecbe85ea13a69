-- Epochs: a tree that cannot go on ends, and the next one begins at `first_index`. See audit/epochs.py.
CREATE TABLE audit.epoch (
  number smallint PRIMARY KEY CHECK (number >= 2),
  origin text NOT NULL UNIQUE,
  first_index bigint NOT NULL UNIQUE CHECK (first_index > 0),
  entry_id uuid NOT NULL UNIQUE REFERENCES audit.entry,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.epoch
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
ALTER TABLE audit.epoch ENABLE ALWAYS TRIGGER append_only;

-- The tiles of each tree count from 0. There is one tile for 256 entries: the new key is made in a moment.
ALTER TABLE audit.tile ADD COLUMN epoch smallint NOT NULL DEFAULT 1;
ALTER TABLE audit.tile DROP CONSTRAINT tile_pkey, ADD PRIMARY KEY (epoch, level, idx);

-- Who has got a checkpoint by mail is told by the process that sent it. The channel "file" stays the sequencer's: what
-- is published last decides what is published next.
CREATE FUNCTION audit.note_publication(size bigint, how text, what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF how = 'file' THEN
    RAISE EXCEPTION 'only the sequencer publishes files' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO audit.publication (tree_size, channel, ref) VALUES (size, how, what) ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION audit.note_publication(bigint, text, text) FROM PUBLIC;

REVOKE ALL ON audit.epoch FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    GRANT SELECT ON audit.epoch TO portal_app;
    GRANT EXECUTE ON FUNCTION audit.note_publication(bigint, text, text) TO portal_app;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit_seq') THEN
    GRANT SELECT, INSERT ON audit.epoch TO audit_seq;
  END IF;
END $$;
