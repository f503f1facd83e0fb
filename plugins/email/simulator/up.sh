#!/usr/bin/env bash
# Brings up a private pair of real mail servers (Dovecot for IMAP, Postfix for SMTP) for the e-mail channel's tests.
#
#   up.sh FOLDER          start (or find already running) and print a JSON description on stdout
#   down.sh FOLDER        stop;  down.sh --purge FOLDER  also deletes the folder
#
# Everything lives under FOLDER: configuration, certificates, sockets, queue, mailboxes, logs. The system's own
# /etc/dovecot and /etc/postfix are neither read nor changed, systemd is not asked, nothing listens outside loopback.
# Needs root on Debian 12/13 or Ubuntu 22.04+ with the packages dovecot-imapd, postfix, openssl (perl-base is always there).
#
# Environment (all optional):
#   MAIL_USERS         "address:password address:password …"; default: five users at svyaz.test and client.test
#   MAIL_IMAP_PORT MAIL_IMAPS_PORT MAIL_MX_PORT MAIL_SUBMISSION_PORT MAIL_SMTPS_PORT   wished ports; a taken one is replaced
#   MAIL_SIZE_LIMIT    bytes a submission may have (default 26214400, as Gmail's 25 MB)
#   MAIL_MAX_CONN      simultaneous IMAP connections per user and address (default 10)
#   MAIL_UID           numeric owner of the mailboxes (default 5000; needs no passwd entry)
#
# What one gets:
#   imap        STARTTLS offered                       imaps        TLS from the first byte
#   mx          unauthenticated, accepts only for the domains above (letters "from the world"), STARTTLS offered
#   submission  STARTTLS and a password required       smtps        the same with TLS from the first byte
#   Passwords by PLAIN and LOGIN; OAuth2 by XOAUTH2 and OAUTHBEARER with an HS256 JWT (see "jwt" in the output).
#   127.0.0.1 good certificate, 127.0.0.2 expired, 127.0.0.3 for another host, 127.0.0.4 from an unknown authority,
#   127.0.0.5 good again; there IMAP refuses a password without TLS (Dovecot trusts a peer with its own address, so not at .1).
#   Recipients that play a failure, in any domain:
#     smtp-452-4.2.2@…   refused in RCPT with exactly that reply (421 also hangs up)
#     dsn-5.1.1@remote.test   submission accepts, then a DSN with that status comes back; dsn-4.4.1@… stays in the queue
#     anyone@other.test       likewise, a DSN with 5.7.1
#   Subject with "reject-after-data" is refused 550 5.7.1 after the body.
set -euo pipefail
umask 022
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"

die() { printf 'up: %s\n' "$*" >&2; exit 1; }

[ $# -eq 1 ] || die "usage: up.sh FOLDER"
[ "$(id -u)" = 0 ] || die "must run as root (the two servers drop their rights by themselves)"
for tool in dovecot doveconf postfix postconf openssl perl; do
  command -v "$tool" >/dev/null || die "$tool is missing; apt-get install -y dovecot-imapd postfix openssl"
done

mkdir -p "$1"
ROOT=$(cd "$1" && pwd -P)
# A Unix socket's path may have 107 bytes; Dovecot's longest under FOLDER/d/run needs 32 of them.
[ ${#ROOT} -le 70 ] || die "the folder's path has ${#ROOT} characters, 70 at most (limit of Unix sockets): $ROOT"
case $ROOT in *[!A-Za-z0-9/._+-]*) die "the folder's path may hold letters, digits and / . _ + - only: $ROOT" ;; esac
# The servers' unprivileged processes must be able to walk into it.
dir=$ROOT
while [ "$dir" != / ]; do
  [ $((8#$(stat -c %a "$dir") & 1)) = 1 ] || {
    [ "$dir" = "$ROOT" ] && chmod o+x "$dir" && dir=$(dirname "$dir") && continue
    die "$dir cannot be entered by other users (mode $(stat -c %a "$dir")); choose another folder"; }
  dir=$(dirname "$dir")
done

# One start at a time per folder.
exec 9>"$ROOT/.lock"
flock -w 60 9 || die "another start or stop is under way in $ROOT"

D=$ROOT/d P=$ROOT/p C=$ROOT/tls M=$ROOT/mail
MUID=${MAIL_UID:-5000}
SIZE=${MAIL_SIZE_LIMIT:-26214400}
MAXCONN=${MAIL_MAX_CONN:-10}
USERS=${MAIL_USERS:-"shop@svyaz.test:shop-secret support@svyaz.test:support-secret anna@client.test:anna-secret ivan@client.test:ivan-secret list@client.test:list-secret"}
case $(dovecot --version) in 2.[0-3].*) DOVECOT24=no ;; *) DOVECOT24=yes ;; esac
ADDRS="127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4 127.0.0.5"

alive() { # pid-file, word in the command line, folder that must be in its command line or be its cwd
  local pid
  [ -s "$1" ] && pid=$(tr -dc 0-9 <"$1") && [ -n "$pid" ] && [ -d "/proc/$pid" ] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- "$2" || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$3" || [ "$(readlink "/proc/$pid/cwd")" = "$3" ]
}
dovecot_up() { alive "$D/run/master.pid" dovecot "$D/dovecot.conf"; }
postfix_up() { alive "$P/queue/pid/master.pid" master "$P/queue"; }

want="$USERS|$SIZE|$MAXCONN|$MUID"
if [ -s "$ROOT/state.json" ] && [ "$(cat "$ROOT/.want" 2>/dev/null)" = "$want" ] && dovecot_up && postfix_up; then
  cat "$ROOT/state.json"; exit 0
fi
# Half up, or asked for something else: clear away what is ours and begin again (mailboxes and queue stay).
"$(dirname "${BASH_SOURCE[0]}")/down.sh" --locked "$ROOT" >/dev/null

# ---------------------------------------------------------------- ports
# Prints its five ports: the remembered or wished one where it can be bound on every address, else a free one.
ports=$(perl -MSocket -e '
  my ($addrs, @wish) = @ARGV; my %taken; my @held;
  sub try { my $port = shift; return 0 if $taken{$port}; my @s;
    for (split / /, $addrs) { socket(my $s, PF_INET, SOCK_STREAM, 0) or return 0;
      setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
      bind($s, sockaddr_in($port, inet_aton($_))) && listen($s, 1) or return 0; push @s, $s }
    socket(my $any, PF_INET, SOCK_STREAM, 0); push @held, @s; $taken{$port} = 1 }
  my @out;
  for my $w (@wish) { my $p = $w; my $n = 0;
    until (try($p)) { die "no free port\n" if $n++ > 500; $p = 20000 + int rand 12000 } push @out, $p }
  print "@out"' "$ADDRS" $(
    last=$(cat "$ROOT/.ports" 2>/dev/null || echo "10143 10993 10025 10587 10465"); set -- $last
    echo "${MAIL_IMAP_PORT:-$1} ${MAIL_IMAPS_PORT:-$2} ${MAIL_MX_PORT:-$3} ${MAIL_SUBMISSION_PORT:-$4} ${MAIL_SMTPS_PORT:-$5}"))
read -r IMAP IMAPS MX SUBMISSION SMTPS <<<"$ports"
echo "$ports" >"$ROOT/.ports"

# ---------------------------------------------------------------- certificates
mkdir -p "$C"; chmod 755 "$C"
leaf() { # name, authority, subject alternative names, not before, not after
  local n=$1 ca=$2 san=$3 from=$4 to=$5
  openssl req -new -newkey rsa:2048 -nodes -keyout "$C/$n.key" -out "$C/$n.csr" -subj "/CN=$n.svyaz.test" 2>/dev/null
  printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\nsubjectAltName=%s\n' "$san" >"$C/$n.ext"
  : >"$C/$n.db"; openssl rand -hex 8 >"$C/$n.srl"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s\nserial=%s\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n' \
    "$C/$n.db" "$C/$n.srl" "$C" >"$C/$n.cnf"
  openssl ca -batch -notext -config "$C/$n.cnf" -cert "$C/$ca.pem" -keyfile "$C/$ca.key" -in "$C/$n.csr" -out "$C/$n.crt" \
    -extfile "$C/$n.ext" -startdate "$from" -enddate "$to" 2>"$C/$n.log" || die "openssl ca: $(tail -3 "$C/$n.log")"
  cat "$C/$n.crt" "$C/$ca.pem" >"$C/$n.pem"
  rm -f "$C/$n".{csr,ext,db,db.old,db.attr,db.attr.old,srl,srl.old,cnf,log,crt}
}
if [ ! -s "$C/done" ] || ! openssl x509 -checkend 86400 -noout -in "$C/good.pem" >/dev/null 2>&1; then
  rm -f "$C"/*
  for ca in ca stranger; do
    openssl req -x509 -new -newkey rsa:2048 -nodes -days 3650 -keyout "$C/$ca.key" -out "$C/$ca.pem" -subj "/CN=Svyaz test authority $ca" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
  done
  now=$(date -u +%Y%m%d%H%M%SZ) later=$(date -u -d '+700 days' +%Y%m%d%H%M%SZ)
  leaf good ca DNS:localhost,DNS:mail.svyaz.test,DNS:svyaz.test,IP:127.0.0.1,IP:127.0.0.5 "$(date -u -d '-1 day' +%Y%m%d%H%M%SZ)" "$later"
  leaf expired ca DNS:localhost,DNS:mail.svyaz.test,IP:127.0.0.2 20240101000000Z 20240201000000Z
  leaf other ca DNS:other.example "$now" "$later"
  leaf unknown stranger DNS:localhost,DNS:mail.svyaz.test,IP:127.0.0.4 "$now" "$later"
  chmod 600 "$C"/*.key; rm -f "$C"/[0-9A-F]*.pem; echo ok >"$C/done"
fi

# ---------------------------------------------------------------- users
mkdir -p "$M" "$D" "$P"; chmod 755 "$D" "$P"; chown "$MUID:$MUID" "$M"
: >"$D/users"; : >"$P/mailboxes"; domains=""; json_users=""
for u in $USERS; do
  addr=${u%%:*} pass=${u#*:} dom=${u%%:*}; dom=${dom#*@}
  case $addr in *@*.*) ;; *) die "MAIL_USERS: not an address: $addr" ;; esac
  case $u in *[!A-Za-z0-9@:._+-]*) die "MAIL_USERS: only letters, digits and @ : . _ + - : $addr" ;; esac
  printf '%s:{PLAIN}%s:%s:%s::%s::\n' "$addr" "$pass" "$MUID" "$MUID" "$M/$addr" >>"$D/users"
  printf '%s %s/Maildir/\n' "$addr" "$addr" >>"$P/mailboxes"
  case " $domains " in *" $dom "*) ;; *) domains="$domains $dom" ;; esac
  json_users="$json_users${json_users:+,}{\"address\":\"$addr\",\"login\":\"$addr\",\"password\":\"$pass\"}"
  [ -d "$M/$addr" ] || install -d -m 700 -o "$MUID" -g "$MUID" "$M/$addr"
done
chown root:dovecot "$D/users"; chmod 640 "$D/users"

# ---------------------------------------------------------------- Dovecot
install -d -m 755 "$D/run" "$D/state"
# Key for JWTs, looked up by Dovecot as <azp>/<alg>/<kid>; "default" stands for an absent azp or kid.
if [ ! -s "$D/jwt/default/HS256/default" ]; then
  mkdir -p "$D/jwt/default/HS256"
  openssl rand -base64 48 | tr -d '\n' >"$D/jwt/default/HS256/default"
fi
chmod -R go+rX "$D/jwt"
JWT=$(cat "$D/jwt/default/HS256/default")
# Dovecot 2.4 renamed much of its configuration; what both share comes after.
certs() { # listens-on, name of the certificate: a block for one address, or the default
  local open="" close=""
  [ "$1" = all ] || { open="local $1 {"; close="}"; }
  if [ "$DOVECOT24" = yes ]; then printf '%s\nssl_server_cert_file = %s\nssl_server_key_file = %s\n%s\n' "$open" "$C/$2.pem" "$C/$2.key" "$close"
  else printf '%s\nssl_cert = <%s\nssl_key = <%s\n%s\n' "$open" "$C/$2.pem" "$C/$2.key" "$close"; fi
}
{
if [ "$DOVECOT24" = yes ]; then cat <<CONF
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols {
  imap = yes
}
auth_allow_cleartext = no
auth_username_format = %{user | lower}
auth_mechanisms {
  plain = yes
  login = yes
  xoauth2 = yes
  oauthbearer = yes
}
mail_driver = maildir
mail_path = ~/Maildir
oauth2 {
  introspection_mode = local
  username_attribute = email
  oauth2_local_validation {
    dict fs {
      fs posix {
        prefix = $D/jwt/
      }
    }
  }
}
passdb oauth2 {
  mechanisms_filter = xoauth2 oauthbearer
}
passdb passwd-file {
  mechanisms_filter = plain login
  default_password_scheme = PLAIN
  passwd_file_path = $D/users
}
userdb passwd-file {
  passwd_file_path = $D/users
}
CONF
else cat <<CONF
protocols = imap
auth_username_format = %Lu
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:~/Maildir
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $D/oauth2.conf.ext
}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%Lu $D/users
}
userdb {
  driver = passwd-file
  args = username_format=%Lu $D/users
}
CONF
cat >"$D/oauth2.conf.ext" <<CONF
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$D/jwt/
username_attribute = email
username_format = %Lu
CONF
fi
cat <<CONF
base_dir = $D/run
state_dir = $D/state
instance_name = svyaz-test
log_path = $D/dovecot.log
listen = ${ADDRS// /, }
ssl = required
ssl_min_protocol = TLSv1.2
CONF
certs all good; certs 127.0.0.2 expired; certs 127.0.0.3 other; certs 127.0.0.4 unknown
cat <<CONF
auth_failure_delay = 0
auth_verbose = yes
first_valid_uid = 100
mail_uid = $MUID
mail_gid = $MUID
mail_max_userip_connections = $MAXCONN
imap_idle_notify_interval = 20 s
mailbox_list_index = yes
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = subscribe
    special_use = \Sent
  }
  mailbox Drafts {
    auto = subscribe
    special_use = \Drafts
  }
  mailbox Junk {
    auto = subscribe
    special_use = \Junk
  }
  mailbox Trash {
    auto = subscribe
    special_use = \Trash
  }
}
service anvil {
  # no slowing down of repeated wrong passwords
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  process_min_avail = 1
  $([ "$DOVECOT24" = yes ] && echo 'restart_request_count = unlimited' || echo 'service_count = 0')
  client_limit = 1000
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
    ssl = yes
  }
}
service imap {
  process_limit = 512
}
service auth {
  unix_listener auth-postfix {
    mode = 0660
    user = postfix
    group = postfix
  }
}
service stats {
  client_limit = 2000
}
CONF
} >"$D/dovecot.conf"

# ---------------------------------------------------------------- Postfix
install -d -m 755 "$P/etc" "$P/queue"
install -d -m 700 -o postfix -g root "$P/data"
touch "$P/postfix.log"
SBIN=$(postconf -dh daemon_directory)
cat >"$P/etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $P/queue
data_directory = $P/data
daemon_directory = $SBIN
command_directory = $(postconf -dh command_directory)
meta_directory = $(postconf -dh meta_directory)
shlib_directory = $(postconf -dh shlib_directory)
maillog_file = $P/postfix.log
maillog_file_prefixes = $ROOT
myhostname = mx.svyaz.test
myorigin = svyaz.test
mydestination =
mynetworks = 192.0.2.1/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
smtputf8_enable = yes
alias_maps =
alias_database =
recipient_delimiter = +
local_transport = error:5.1.1 no local delivery here
default_transport = smtp:[127.0.0.1]:$MX
smtp_dns_support_level = disabled
smtp_tls_security_level = none
virtual_mailbox_domains =$domains
virtual_mailbox_base = $M
virtual_mailbox_maps = texthash:$P/mailboxes
virtual_mailbox_limit = 0
virtual_minimum_uid = 100
virtual_uid_maps = static:$MUID
virtual_gid_maps = static:$MUID
virtual_destination_concurrency_limit = 1
initial_destination_concurrency = 1
message_size_limit = 157286400
bounce_size_limit = 50000
header_checks = regexp:$P/headers
queue_run_delay = 3s
minimal_backoff_time = 3s
maximal_backoff_time = 10s
smtpd_helo_required = yes
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_recipient_limit = 100
smtpd_sasl_type = dovecot
enable_long_queue_ids = yes
smtpd_sasl_path = $D/run/auth-postfix
smtpd_sasl_auth_enable = no
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_cert_file = $C/good.pem
smtpd_tls_key_file = $C/good.key
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
mx_restrictions = check_recipient_access regexp:$P/world, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access regexp:$P/refuse, permit_sasl_authenticated, reject_unauth_destination
CONF
cat >"$P/refuse" <<'CONF'
/^smtp-([45][0-9][0-9])-([45]\.[0-9]+\.[0-9]+)@/ $1 $2 played failure
/^smtp-(4[0-9][0-9])@/ $1 4.3.0 played failure
/^smtp-(5[0-9][0-9])@/ $1 5.3.0 played failure
CONF
# The rest of the world is our own mx port, which answers as another host: so a DSN looks as one after a real refusal.
cat >"$P/world" <<'CONF'
/^dsn-(4\.[0-9]+\.[0-9]+)@/ 450 $1 played delay
/^dsn-(5\.[0-9]+\.[0-9]+)@/ 550 $1 played failure
CONF
cat >"$P/headers" <<'CONF'
/^Subject:.*reject-after-data/ REJECT 5.7.1 played refusal after the body
CONF
{
  for addr in $ADDRS; do
    case $addr in *.1 | *.5) c=good ;; *.2) c=expired ;; *.3) c=other ;; *.4) c=unknown ;; esac
    tls="-o smtpd_tls_cert_file=$C/$c.pem -o smtpd_tls_key_file=$C/$c.key"
    sub="-o smtpd_sasl_auth_enable=yes -o message_size_limit=$SIZE -o smtpd_client_restrictions=permit_sasl_authenticated,reject -o cleanup_service_name=subclean"
    echo "$addr:$MX inet n - n - - smtpd $tls -o myhostname=mx.world.test -o smtpd_relay_restrictions=\$mx_restrictions"
    echo "$addr:$SUBMISSION inet n - n - - smtpd $tls $sub -o smtpd_tls_security_level=encrypt"
    echo "$addr:$SMTPS inet n - n - - smtpd $tls $sub -o smtpd_tls_wrappermode=yes"
  done
  cat <<'CONF'
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup -o header_checks=
subclean unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
CONF
} >"$P/etc/master.cf"

# ---------------------------------------------------------------- start
dovecot -c "$D/dovecot.conf" 2>"$D/start.log" 9>&- || die "dovecot: $(cat "$D/start.log")"
postfix -c "$P/etc" start >"$P/start.log" 2>&1 9>&- || die "postfix: $(cat "$P/start.log" "$P/postfix.log" | tail -5)"

greets() { # port, expected first bytes; TLS-only ports are only opened
  timeout 2 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$0 || exit 1; [ -z "$1" ] || { read -r -u 3 l; case $l in "$1"*) ;; *) exit 1 ;; esac; }' "$1" "$2" 2>/dev/null
}
for i in $(seq 100); do
  if dovecot_up && postfix_up && greets "$IMAP" '* OK' && greets "$MX" 220 && greets "$SUBMISSION" 220 && greets "$IMAPS" '' && greets "$SMTPS" ''; then break; fi
  [ "$i" -lt 100 ] || die "the servers did not answer; logs: $(tail -3 "$D/dovecot.log" "$P/postfix.log" 2>/dev/null)"
  sleep 0.1
done

json_domains=$(for d in $domains; do printf '%s"%s"' "${sep:-}" "$d"; sep=,; done)
cat >"$ROOT/state.json.new" <<JSON
{
  "folder": "$ROOT",
  "host": "127.0.0.1",
  "tlsName": "mail.svyaz.test",
  "hosts": { "good": "127.0.0.1", "expired": "127.0.0.2", "otherName": "127.0.0.3", "unknownAuthority": "127.0.0.4", "plaintextRefused": "127.0.0.5" },
  "ports": { "imap": $IMAP, "imaps": $IMAPS, "mx": $MX, "submission": $SUBMISSION, "smtps": $SMTPS },
  "ca": "$C/ca.pem",
  "pids": { "dovecot": $(tr -dc 0-9 <"$D/run/master.pid"), "postfix": $(tr -dc 0-9 <"$P/queue/pid/master.pid") },
  "domains": [$json_domains],
  "users": [$json_users],
  "maildirs": "$M",
  "sizeLimit": $SIZE,
  "maxConnectionsPerUser": $MAXCONN,
  "jwt": { "alg": "HS256", "secretBase64": "$JWT", "claim": "email" },
  "versions": { "dovecot": "$(dovecot --version | cut -d' ' -f1)", "postfix": "$(postconf -dh mail_version)" },
  "logs": { "dovecot": "$D/dovecot.log", "postfix": "$P/postfix.log" }
}
JSON
mv "$ROOT/state.json.new" "$ROOT/state.json"
printf '%s' "$want" >"$ROOT/.want"
cat "$ROOT/state.json"
