#!/bin/sh
# The journeys drive Chromium. Find one, or install it through the system's package manager.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="none"; fi
    if [ "$as_root" != none ]; then
        echo "Installing Chromium for the browser tests …"
        $as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
    fi
fi
echo "The browser tests need Chromium, and it cannot be installed from here." >&2
echo "Install it (Debian: apt-get install chromium; Ubuntu: snap install chromium) and run 'make test' again." >&2
exit 1
