#!/bin/sh
# Makes a Python environment with the programs that read Galley's exports in tests:
#
#   setup.sh FOLDER [REQUIREMENTS]
#
# It does nothing when all is there in the versions of REQUIREMENTS, which is
# requirements.txt or one of the others beside it. Those are complete, so that
# nothing but what stands there is installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
list=$here/${2:-requirements.txt}
python=$folder/bin/python
done=$folder/installed.txt

cmp -s "$list" "$done" && [ -x "$python" ] && exit 0
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
python3 -m venv "$folder" || {
	echo 'setup.sh: Python 3 with its module venv is needed; on Debian and Ubuntu: apt-get install python3-venv' >&2
	exit 1
}
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$list"
cp "$list" "$done"
