#!/bin/sh
# Tonight's backup: taken, read again, and only then are those removed whose time is over. Kept are 35 days, and the first of
# each month for 400 days. A file that the one before holds is linked, and takes no room again.
# For cron or for partner-console-backup.timer, with hub.env in the environment. It ends with another code than 0, and removes
# nothing, where anything is wrong. All times UTC.
set -eu
umask 077
program=${PROGRAM:-/opt/partner-console}
backups=${BACKUPS:-/srv/backups}
node=${NODE:-$program/node_modules/node/bin/node}

hub() { "$node" "$program/hub/main.ts" "$@"; }

# YYYY-MM-DDTHHMMSSZ, of whole backups alone: one that was cut off has a point before its name.
taken() { (cd "$backups" && ls -d 20??-??-??T??????Z 2>/dev/null) || true; }

previous=$(taken | tail -n 1)
today=$(date -u +%Y-%m-%dT%H%M%SZ)
hub backup --to "$backups/$today" ${previous:+--previous "$backups/$previous"} "$@"
hub verify --from "$backups/$today"

days=$(date -u -d '35 days ago' +%Y-%m-%d)
months=$(date -u -d '400 days ago' +%Y-%m-%d)
month=
for name in $(taken); do
    first=no
    [ "${name%??T*}" = "$month" ] || first=yes
    month=${name%??T*}
    [ "$name" = "$today" ] && continue
    if [ "$name" \< "$months" ] || { [ $first = no ] && [ "$name" \< "$days" ]; }; then
        rm -rf "${backups:?}/$name"
        echo "Removed: $backups/$name"
    fi
done
