#!/bin/sh
# Chromium and a Japanese font for the browser tests: installed by apt when absent and we are root.
set -eu
need=""
command -v chromium >/dev/null 2>&1 || [ -n "${CHROMIUM:-}" ] || need="$need chromium"
fc-list :lang=ja 2>/dev/null | grep -q . || need="$need fontconfig fonts-noto-cjk"
[ -n "$need" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "次をインストールしてください:$need （例: sudo apt-get install$need）" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # several package names
apt-get install -y -qq --no-install-recommends $need >/dev/null
