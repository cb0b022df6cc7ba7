#!/bin/sh
# Fetches Apache UIMA with what it needs into a folder, from Maven Central, and
# writes the class path of it all to classpath.txt there:
#
#   setup.sh FOLDER
#
# It does nothing when all is there in the versions of pom.xml.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)

# Paths are those of the folder when it was filled; it may have been moved since.
installed() {
	cmp -s "$here/pom.xml" "$folder/installed.xml" && [ -s "$folder/classpath.txt" ] || return 1
	tr : '\n' <"$folder/classpath.txt" | while IFS= read -r jar || [ -n "$jar" ]; do
		[ -f "$jar" ] || exit 1
	done
}
installed && exit 0
command -v mvn >/dev/null || {
	echo 'setup.sh: Maven and a JDK are needed; on Debian and Ubuntu: apt-get install maven default-jdk-headless' >&2
	exit 1
}
rm -f "$folder/installed.xml"
mvn --quiet --batch-mode --file "$here/pom.xml" "-Dmaven.repo.local=$folder/repository" \
	dependency:build-classpath "-Dmdep.outputFile=$folder/classpath.txt"
cp "$here/pom.xml" "$folder/installed.xml"
