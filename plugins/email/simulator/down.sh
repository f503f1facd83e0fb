#!/usr/bin/env bash
# Stops the private mail servers that up.sh started in FOLDER. Ends only processes whose pid files lie in FOLDER and
# whose command line or working folder is FOLDER's own; running it twice is harmless.
#
#   down.sh FOLDER            stop; mailboxes, queue, certificates stay for the next start
#   down.sh --purge FOLDER    stop and delete FOLDER (only if it looks like one that up.sh made)
set -euo pipefail
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
die() { printf 'down: %s\n' "$*" >&2; exit 1; }

purge=no locked=no
while [ $# -gt 1 ]; do
  case $1 in --purge) purge=yes ;; --locked) locked=yes ;; *) die "usage: down.sh [--purge] FOLDER" ;; esac
  shift
done
[ $# -eq 1 ] || die "usage: down.sh [--purge] FOLDER"
[ -d "$1" ] || { echo '{"stopped":[]}'; exit 0; }
[ "$(id -u)" = 0 ] || die "must run as root"
ROOT=$(cd "$1" && pwd -P)
D=$ROOT/d P=$ROOT/p
if [ $locked = no ]; then
  exec 9>"$ROOT/.lock"
  flock -w 60 9 || die "another start or stop is under way in $ROOT"
fi

mine() { # pid, word, our path
  [ -d "/proc/$1" ] || return 1
  tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -q -- "$2" || return 1
  tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF -- "$3" || [ "$(readlink "/proc/$1/cwd")" = "$3" ]
}
children() { # pid -> its descendants
  local c
  for c in $(cat /proc/"$1"/task/*/children 2>/dev/null); do echo "$c"; children "$c"; done
}
stopped=""
stop() { # name, pid file, word, our path
  local pid kids k i
  [ -s "$2" ] && pid=$(tr -dc 0-9 <"$2") && [ -n "$pid" ] || return 0
  mine "$pid" "$3" "$4" || { rm -f "$2"; return 0; }
  kids=$(children "$pid")
  kill -TERM "$pid" 2>/dev/null || true
  for i in $(seq 100); do mine "$pid" "$3" "$4" || break; sleep 0.1; done
  if mine "$pid" "$3" "$4"; then kill -KILL "$pid" 2>/dev/null || true; sleep 0.2; fi
  # What was its child a moment ago and has outlived it (a long IDLE, a delivery): same executable folder, now orphaned.
  for i in $(seq 30); do
    local left=""
    for k in $kids; do case "$(readlink "/proc/$k/exe" 2>/dev/null)" in */dovecot/* | */postfix/*) left="$left $k" ;; esac; done
    [ -n "$left" ] || break
    [ "$i" -lt 10 ] || for k in $left; do kill -KILL "$k" 2>/dev/null || true; done
    sleep 0.1
  done
  rm -f "$2"
  stopped="$stopped${stopped:+,}\"$1\""
}
stop postfix "$P/queue/pid/master.pid" master "$P/queue"
stop dovecot "$D/run/master.pid" dovecot "$D/dovecot.conf"
rm -f "$ROOT/state.json"

if [ $purge = yes ]; then
  [ -d "$D" ] && [ -d "$P" ] && [ -f "$ROOT/.ports" ] || die "$ROOT was not made by up.sh; not deleted"
  rm -rf "$ROOT"
fi
echo "{\"stopped\":[$stopped]}"
