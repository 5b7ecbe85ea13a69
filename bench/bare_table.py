"""The yardstick's table."""

TABLE = "CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, email text NOT NULL, body jsonb NOT NULL)"
