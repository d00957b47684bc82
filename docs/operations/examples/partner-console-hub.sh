#!/bin/sh
# The hub's commands with the service's settings, as its user: /usr/local/sbin/partner-console-hub, for root.
#   sudo partner-console-hub people list
# A file that is named has to be readable to the user partner-console.
set -eu
set -a
. "${SETTINGS:-/etc/partner-console/hub.env}"
set +a
program=${PROGRAM:-/opt/partner-console}
exec runuser -u "${RUN_AS:-partner-console}" -- "$program/node_modules/node/bin/node" "$program/hub/main.ts" "$@"
