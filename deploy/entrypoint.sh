#!/bin/sh
# Addresses hold passwords: they come as files (NAME_FILE) and become environment variables only inside the container.
set -eu
for name in DATABASE_URL DATABASE_OWNER_URL DATABASE_SEQUENCER_URL REDIS_URL EMAIL_URL DSAR_BOUNCE_MAILBOX METRICS_TOKEN; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec "$@"
