# shellcheck shell=bash disable=SC2154
# What script/server, script/test and the smaller scripts share. Sourced by bash; $root is the checkout.

# a start without compiled modules takes three times as long
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# packages NAME...: install the Debian packages of script/packages/NAME.txt that are missing, or say how and stop.
packages() {
  local list missing=() name
  list=$(for name in "$@"; do cat "$root/script/packages/$name.txt"; done | sort -u)
  for name in $list; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    say "Some system packages are missing. Install them as root, then start this again:" >&2
    fail "  apt-get update && apt-get install --no-install-recommends -y ${missing[*]}"
  fi
  say "Installing system packages: ${missing[*]}"
  quietly apt-get update -q
  # RUNLEVEL=1: a database that comes with its own service does not start it here
  quietly env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# quietly COMMAND...: run it; show what it printed only when it fails, and then stop.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  [ "$status" -eq 0 ] || fail "This failed: $*"
}

# python_packages FILE: make .venv and install FILE (pinned, with hashes) into it, unless that was done for this very file.
python_packages() {
  local wanted="$root/$1" python="$root/.venv/bin/python" stamp="$root/.venv/installed-$1" mark interpreter
  mark=$(sha256sum <"$wanted")
  [ -x "$python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark" ] && "$python" -c '' 2>/dev/null && return
  if ! "$python" -c '' 2>/dev/null; then
    interpreter=$(newest_python)
    rm -rf "$root/.venv"
    quietly "$interpreter" -m venv "$root/.venv"
  fi
  say "Installing Python packages: $1"
  install_with_uv "$python" "$wanted" ||
    quietly "$python" -m pip install --no-input --require-hashes --only-binary :all: -r "$wanted"
  printf '%s\n' "$mark" >"$stamp"
}

newest_python() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    printf '%s' "$candidate"
    return
  done
  fail "Python 3.11 or newer with venv is needed."
}

# uv_reads_pip_settings PYTHON: uv reads no pip configuration and trusts its own list of certificates; hand it both.
uv_reads_pip_settings() {
  local key value
  export UV_SYSTEM_CERTS=1 UV_INDEX_STRATEGY=unsafe-best-match UV_NO_PROGRESS=1
  while IFS='=' read -r key value; do
    value=${value#\'} value=${value%\'}
    case ${key##*.} in
      index-url) export UV_DEFAULT_INDEX="$value" ;;
      extra-index-url) export UV_INDEX="$value" ;;
      find-links) export UV_FIND_LINKS="${value// /,}" ;;
      trusted-host) export UV_INSECURE_HOST="$value" ;;
      proxy) export ALL_PROXY="$value" ;;
      cert) export SSL_CERT_FILE="$value" ;;
    esac
  done < <("$1" -m pip config list 2>/dev/null)
}

# uv is several times faster than pip. Where it fails, pip does the work.
install_with_uv() {
  local python="$1" wanted="$2"
  (
    set -e
    "$python" -m pip install --no-input --require-hashes --only-binary :all: -q \
      -r <(sed -n '/^uv==/,/# via/p' "$root/requirements-dev.txt")
    uv_reads_pip_settings "$python"
    "$root/.venv/bin/uv" pip install --python "$python" --require-hashes --only-binary :all: -q -r "$wanted"
  ) >/dev/null 2>&1 </dev/null
}
