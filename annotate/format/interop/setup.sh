#!/bin/sh
# Makes a Python environment with the programs that read Galley's exports in tests:
#
#   setup.sh FOLDER
#
# It does nothing when all is there in the versions of requirements.txt. Those
# are complete, so that nothing but what stands there is installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
python=$folder/bin/python
done=$folder/installed.txt

cmp -s "$here/requirements.txt" "$done" && [ -x "$python" ] && exit 0
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
python3 -m venv "$folder" || {
	echo 'setup.sh: Python 3 with its module venv is needed; on Debian and Ubuntu: apt-get install python3-venv' >&2
	exit 1
}
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"
cp "$here/requirements.txt" "$done"
