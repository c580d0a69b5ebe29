#!/usr/bin/env bash
# Every check, each run even when an earlier one failed; the summary stands at the end.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

run() {
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}

audit() {
  # The database of known holes is asked over the network; without it the rest still counts.
  local output code=0
  output=$("$bin/pip-audit" --progress-spinner off --disable-pip --require-hashes -r requirements/base.txt 2>&1) || code=$?
  if [ "$code" -ne 0 ] && grep -qE "ConnectionError|ServiceError|Max retries|Failed to (query|upload)|timed out|resolve|HTTPError|JSONDecodeError" <<<"$output"; then
    echo "skipped: its data cannot be reached from here"
    return 0
  fi
  grep -v "could not be audited" <<<"$output" | tail -n 20
  grep -c "could not be audited" <<<"$output" | sed 's/$/ packages are unknown to its data and were not looked at/'
  return "$code"
}

templates=()
[ -d templates ] && templates=(templates)

run "ruff: rules" "$bin/ruff" check .
run "ruff: format" "$bin/ruff" format --check --quiet .
run "mypy" "$bin/mypy"
run "imports" "$bin/lint-imports"
run "templates" "$bin/djlint" --lint --quiet "${templates[@]}"
run "missing migrations" "$bin/python" manage.py makemigrations --check --dry-run
run "translations" "$bin/python" tools/messages.py check
run "system check" "$bin/python" manage.py check --database default --fail-level WARNING
run "pip-audit" audit

if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}"
  exit 1
fi
echo "All checks passed."
