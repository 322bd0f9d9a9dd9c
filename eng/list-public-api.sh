#!/usr/bin/env bash
# Writes what is public and not yet shipped into each package's PublicAPI.Unshipped.txt. Look at the diff: it is a promise.
set -euo pipefail
export LC_ALL=C DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1

cd "$(dirname "${BASH_SOURCE[0]}")/.."
for project in src/KafkaRunner src/KafkaRunner.*; do
  [[ -f $project/PublicAPI.Shipped.txt ]] || continue
  echo '#nullable enable' >"$project/PublicAPI.Unshipped.txt"
  { dotnet build "$project" --no-incremental -v quiet -p:WarningsNotAsErrors=RS0016 || true; } |
    { sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | sort -u; } >>"$project/PublicAPI.Unshipped.txt"
  dotnet build "$project" -v quiet "-clp:ErrorsOnly;NoSummary"
  echo "$project: $(($(wc -l <"$project/PublicAPI.Unshipped.txt") - 1)) not shipped"
done
