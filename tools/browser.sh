#!/usr/bin/env bash
# Install Debian's Chromium where the machine allows it; else say why not and go on: the browser
# tests are then reported as skipped (and fail in CI).
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
why() { echo "No Chromium: $1. The browser tests will be skipped; install Chromium to run them." >&2; exit 0; }
command -v apt-get >/dev/null 2>&1 || why "this machine has no apt-get to install it with"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || why "installing it needs root or sudo without a password"
  as_root=(sudo -n)
fi
echo "Installing Chromium ..."
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update -qq &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >"$log" 2>&1; then
  tail -n 3 "$log" >&2
  rm -f "$log"
  why "apt-get could not install it"
fi
rm -f "$log"
