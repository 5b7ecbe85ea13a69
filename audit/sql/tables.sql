-- The tables of the ledger. Nothing but `entry.leaf` is hashed and signed; all else is derived from it.
CREATE FUNCTION audit.leaf_hash(leaf text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT sha256('\x00'::bytea || convert_to(leaf, 'UTF8')) $$;

CREATE TABLE audit.entry (
  id uuid PRIMARY KEY,
  leaf text NOT NULL CHECK (octet_length(leaf) BETWEEN 2 AND 65535) CHECK (leaf IS JSON OBJECT WITH UNIQUE KEYS),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  leaf_hash bytea NOT NULL GENERATED ALWAYS AS (audit.leaf_hash(leaf)) STORED,
  at text COLLATE "C" NOT NULL GENERATED ALWAYS AS (leaf::jsonb->>'at') STORED,
  action text NOT NULL GENERATED ALWAYS AS (leaf::jsonb->>'action') STORED,
  actor_type text NOT NULL GENERATED ALWAYS AS (leaf::jsonb#>>'{actor,type}') STORED,
  actor_id text GENERATED ALWAYS AS (leaf::jsonb#>>'{actor,id}') STORED,
  subject_type text NOT NULL GENERATED ALWAYS AS (leaf::jsonb#>>'{subject,type}') STORED,
  subject_id uuid NOT NULL GENERATED ALWAYS AS ((leaf::jsonb#>>'{subject,id}')::uuid) STORED,
  subject_rev integer NOT NULL GENERATED ALWAYS AS ((leaf::jsonb#>>'{subject,rev}')::integer) STORED CHECK (subject_rev >= 1),
  request_id uuid GENERATED ALWAYS AS ((leaf::jsonb->>'request')::uuid) STORED,
  CONSTRAINT entry_id_is_the_leafs CHECK ((leaf::jsonb->>'id')::uuid = id),
  CONSTRAINT entry_one_per_revision UNIQUE (subject_type, subject_id, subject_rev)
);
CREATE INDEX entry_request ON audit.entry (request_id, id) WHERE request_id IS NOT NULL;
CREATE INDEX entry_action ON audit.entry (action, at);
CREATE INDEX entry_actor ON audit.entry (actor_id, at);
CREATE INDEX entry_at ON audit.entry (at);
CREATE INDEX entry_leaf_hash ON audit.entry (leaf_hash);

CREATE TABLE audit.detail (
  entry_id uuid PRIMARY KEY REFERENCES audit.entry,
  nonce bytea NOT NULL CHECK (octet_length(nonce) = 32),
  body bytea NOT NULL,
  key_id text NOT NULL
);
CREATE TABLE audit.pending (entry_id uuid NOT NULL, leaf_hash bytea NOT NULL);
CREATE TABLE audit.leaf (
  leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
  entry_id uuid NOT NULL UNIQUE REFERENCES audit.entry,
  leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
);
CREATE TABLE audit.tile (
  level smallint, idx bigint, hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
  PRIMARY KEY (level, idx)
);
CREATE TABLE audit.checkpoint (
  tree_size bigint PRIMARY KEY CHECK (tree_size > 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  note text NOT NULL, key_id text NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE audit.publication (
  tree_size bigint REFERENCES audit.checkpoint, channel text, ref text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tree_size, channel)
);
