#!/usr/bin/env bash
# Packs everything and uses it as anyone else would: in a directory outside this repository, from a folder of packages.
# There a project is made from the template and tested, the tool is installed, and hosts the project's consumer on a real
# Kafka: KAFKARUNNER_TEST_BROKERS names its brokers, KAFKARUNNER_TEST_KAFKA its control script. Without them nothing is hosted.
set -euo pipefail
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1
# The installed tool looks for .NET in the usual places only, and this one may lie elsewhere.
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
repository=$PWD
outside=$(mktemp -d)
trap 'rm -rf "$outside"' EXIT
case $outside/ in "$repository"/*) echo "TMPDIR must be outside the repository." >&2; exit 2 ;; esac

say() { echo "=> $*"; }
fail() { echo "try-packages: $*" >&2; exit 1; }
quietly() { # runs a command and shows what it said only if it fails
  "$@" >"$outside/log" 2>&1 </dev/null || { cat "$outside/log" >&2; fail "failed: $*"; }
}

# A version that never was, in a packages folder of its own: nothing old can stand in for what is packed here. All other
# packages come from the usual folder where it has them.
id=$(date +%s)x$$
version=$(dotnet msbuild src/KafkaRunner/KafkaRunner.csproj -getProperty:Version)-try.$id
feed=$outside/feed
export NUGET_FALLBACK_PACKAGES=${NUGET_PACKAGES:-${HOME:-$outside}/.nuget/packages} NUGET_PACKAGES=$outside/packages
mkdir -p "$feed" "$NUGET_FALLBACK_PACKAGES"

url=https://github.com/example/kafkarunner

say "Packing $version"
for project in src/*/*.csproj; do
  quietly dotnet pack "$project" -o "$feed" -p:Version="$version" -p:RepositoryUrl="$url" --artifacts-path "$outside/artifacts" -v quiet
done
tool_id=$(dotnet msbuild src/KafkaRunner.Cli/KafkaRunner.Cli.csproj -getProperty:PackageId)
[[ ${tool_id,,} != kafkarunner ]] || fail "the tool's package id is the library's: to a feed, case makes no difference"
for package in KafkaRunner KafkaRunner.App KafkaRunner.Testing KafkaRunner.Templates "$tool_id"; do
  [[ -f $feed/$package.$version.nupkg ]] || fail "$package was not packed"
done
(($(wc -c <"$feed/$tool_id.$version.nupkg") < 5000000)) || fail "the tool's package has more than 5 MB: librdkafka is the project's to bring"
if git rev-parse HEAD >/dev/null 2>&1; then
  source_link=$outside/artifacts/obj/KafkaRunner/release/KafkaRunner.sourcelink.json
  grep -q '"/_/\*":"https://raw.githubusercontent.com/example/kafkarunner/' "$source_link" || fail "debuggers will not find the sources: $source_link"
fi

say "Making a project from the template"
mkdir "$outside/user"
cd "$outside/user"
echo "<configuration><packageSources><add key=\"packed\" value=\"../feed\" /></packageSources></configuration>" >nuget.config
topic=greetings-$id
quietly dotnet new install "$feed/KafkaRunner.Templates.$version.nupkg" --debug:custom-hive "$outside/hive"
quietly dotnet new kafkarunner -n my-greetings --topic "$topic" --debug:custom-hive "$outside/hive"
cd my-greetings/my-greetings
quietly dotnet new kafkaconsumer -n OrderConsumer --topic "orders-$id" --debug:custom-hive "$outside/hive"
grep -q '^namespace my_greetings;' OrderConsumer.cs || fail "kafkaconsumer did not take over the project's namespace"

say "Testing it"
cd ..
quietly dotnet test
grep -Eq '^ *succeeded: [1-9]' "$outside/log" || { cat "$outside/log" >&2; fail "no test of the generated project ran"; }

say "Installing the tool"
quietly dotnet tool install "$tool_id" --version "$version" --tool-path "$outside/tools"
tool=$outside/tools/kafkarunner
(cd "$outside/user" && quietly "$tool" new -n Other --debug:custom-hive "$outside/hive" && [[ -f Other/Other/Other.csproj ]]) ||
  fail "kafkarunner new made no project"
cd my-greetings
quietly "$tool" list
grep -q GreetingConsumer "$outside/log" || { cat "$outside/log" >&2; fail "kafkarunner list does not show the consumer"; }

if [[ -z ${KAFKARUNNER_TEST_BROKERS:-} || -z ${KAFKARUNNER_TEST_KAFKA:-} ]]; then
  say "Skipped: hosting the consumer needs a real Kafka (KAFKARUNNER_TEST_BROKERS and KAFKARUNNER_TEST_KAFKA)"
  exit 0
fi

say "Hosting the consumer on $KAFKARUNNER_TEST_BROKERS"
brokers=$KAFKARUNNER_TEST_BROKERS kafka=$KAFKARUNNER_TEST_KAFKA
unset "${!KAFKARUNNER_@}"    # they are this script's business, not the consumer's
quietly "$kafka" topics --bootstrap-server "$brokers" --create --topic "$topic" --partitions 1
trap '"$kafka" topics --bootstrap-server "$brokers" --delete --topic "$topic" >/dev/null 2>&1 || true; rm -rf "$outside"' EXIT
echo "{\"name\":\"number $id\"}" | "$kafka" console-producer --bootstrap-server "$brokers" --topic "$topic"
quietly timeout 90 "$tool" GreetingConsumer --brokers "$brokers" --group-id "greetings-$id" --timeout 12
grep -q "Hello, number $id!" "$outside/log" || { cat "$outside/log" >&2; fail "the consumer did not get what the console producer wrote"; }
quietly "$kafka" consumer-groups --bootstrap-server "$brokers" --describe --group "greetings-$id"
awk -v topic="$topic" '$2 == topic && $4 == 1 && $5 == 1 { found = 1 } END { exit !found }' "$outside/log" ||
  { cat "$outside/log" >&2; fail "its offset was not committed"; }
say "Done"
