#!/usr/bin/env bash
# The editors that the tests drive: Neovim, Emacs with eglot, and Chromium, which shows VS Code. Installs what is missing
# where we are root and there is apt. Never fails: a test that lacks its editor is skipped, and this says so, and why.
set -u
has() {
  case $1 in
    elpa-eglot) emacs --batch --eval "(require 'eglot)" >/dev/null 2>&1 ;;
    emacs-nox) command -v emacs >/dev/null ;;
    neovim) command -v nvim >/dev/null ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable ;;
  esac >/dev/null
}
missing() { for package in neovim emacs-nox elpa-eglot chromium; do has "$package" || printf '%s ' "$package"; done; }

wanted=$(missing)
[ -n "$wanted" ] || exit 0
reason='we are not root, or there is no apt-get'
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  # shellcheck disable=SC2086 # a list of words
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted; } >"$log" 2>&1 </dev/null; then
    reason="apt-get: $(tail -n 1 "$log")"
  fi
  rm -f "$log"
fi
for package in $(missing); do echo "*** SKIPPED: no tests with $package: $reason ***"; done
