-- Roles are made once per cluster, outside migrations. Where one role does everything, there is nothing to grant.
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    GRANT USAGE ON SCHEMA audit TO portal_app;
    GRANT SELECT ON ALL TABLES IN SCHEMA audit TO portal_app;
    GRANT INSERT (id, leaf) ON audit.entry TO portal_app;  -- by column: recorded_at and xact cannot be forged
    GRANT INSERT ON audit.detail TO portal_app;
    GRANT EXECUTE ON FUNCTION audit.leaf_hash(text), audit.erase_detail(uuid) TO portal_app;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit_seq') THEN
    GRANT USAGE ON SCHEMA audit TO audit_seq;
    GRANT SELECT ON ALL TABLES IN SCHEMA audit TO audit_seq;
    GRANT DELETE ON audit.pending TO audit_seq;
    GRANT INSERT ON audit.leaf, audit.tile, audit.checkpoint, audit.publication TO audit_seq;
  END IF;
END $$;
