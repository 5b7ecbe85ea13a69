#!/bin/sh
# The password reaches the server through a pipe: it must not be seen in a process list.
set -eu
{
  cat /etc/valkey.conf
  printf 'requirepass %s\n' "$(cat /run/secrets/valkey_password)"
} | exec valkey-server -
