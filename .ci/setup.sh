#!/usr/bin/env bash
# Installs what building or testing Galley needs from the system, beyond Go, git
# and make:
#
#   .ci/setup.sh build    a C compiler and the headers that the window is built with
#   .ci/setup.sh test     the same, a virtual display with what drives it, and what the
#                         programs need that read Galley's formats
#
# Looks first and touches nothing when all is there. Where it may not install, it
# prints the command to run and exits with status 1.
set -euo pipefail
cd "$(dirname "$0")/.."

# fail prints a sentence, and a command to copy below it, and gives up.
fail() {
	echo "setup: $1" >&2
	[ $# -lt 2 ] || echo "    $2" >&2
	exit 1
}

case "${1:-}" in
build) groups=build ;;
test) groups='build test' ;;
*)
	echo 'usage: .ci/setup.sh build|test' >&2
	exit 2
	;;
esac

# What is needed, how to see that it is there, and the packages that bring it on
# Debian and Ubuntu, on Fedora and on Arch; a comma separates two packages.
needs='
build compiler -               gcc,libc6-dev      gcc,glibc-devel         gcc
build command  pkg-config      pkg-config         pkgconf-pkg-config      pkgconf
build library  gl              libgl1-mesa-dev    mesa-libGL-devel        libglvnd
build library  x11             libx11-dev         libX11-devel            libx11
build library  xcursor         libxcursor-dev     libXcursor-devel        libxcursor
build library  xrandr          libxrandr-dev      libXrandr-devel         libxrandr
build library  xinerama        libxinerama-dev    libXinerama-devel       libxinerama
build library  xi              libxi-dev          libXi-devel             libxi
build library  xxf86vm         libxxf86vm-dev     libXxf86vm-devel        libxxf86vm
build library  wayland-client  libwayland-dev     wayland-devel           wayland
build library  wayland-cursor  libwayland-dev     wayland-devel           wayland
build library  wayland-egl     libwayland-dev     wayland-devel           wayland
build library  xkbcommon       libxkbcommon-dev   libxkbcommon-devel      libxkbcommon
test  command  Xvfb            xvfb               xorg-x11-server-Xvfb    xorg-server-xvfb
test  command  openbox         openbox            openbox                 openbox
test  command  xdotool         xdotool            xdotool                 xdotool
test  command  import          imagemagick        ImageMagick             imagemagick
test  venv     -               python3,python3-venv  python3            python
test  command  javac           default-jdk-headless  java-latest-openjdk-devel  jdk-openjdk
test  command  mvn             maven              maven                   maven
test  driver   swrast_dri.so   libgl1-mesa-dri    mesa-dri-drivers        mesa
'

# present KIND NAME tells by its status whether a need is met.
present() {
	case "$1" in
	compiler) echo '#include <stdlib.h>' | $(go env CC) -E - >/dev/null 2>&1 ;;
	command) command -v "$2" >/dev/null ;;
	library) pkg-config --exists "$2" 2>/dev/null ;;
	venv) python3 -c 'import venv, ensurepip' 2>/dev/null ;;
	driver) compgen -G "/usr/lib*/dri/$2" >/dev/null || compgen -G "/usr/lib/*/dri/$2" >/dev/null ;;
	esac
}

# missing prints the packages, in the given column of the table, whose needs are
# not met.
missing() {
	local column=$1 group kind name debian fedora arch
	while read -r group kind name debian fedora arch; do
		case " $groups " in *" $group "*) ;; *) continue ;; esac
		present "$kind" "$name" || echo "${!column}" | tr , '\n'
	done <<<"$(grep . <<<"$needs")" | sort -u | paste -s -d ' ' -
}

check_go() {
	local want have
	want=$(sed -n 's/^go //p' go.mod)
	command -v go >/dev/null ||
		fail "Go is not installed. Galley needs Go $want or newer: https://go.dev/dl/"
	# Go itself fetches a newer toolchain here where it can.
	have=$(go env GOVERSION 2>/dev/null) || have=$(cd / && go env GOVERSION)
	have=${have#go}
	[ "$(printf '%s\n' "$want" "$have" | sort -V | head -n 1)" = "$want" ] ||
		fail "Go $have is too old. Galley needs Go $want or newer: https://go.dev/dl/"
}

setup_macos() {
	xcode-select -p >/dev/null 2>&1 ||
		fail 'A C compiler is missing. Install it and run make again:' 'xcode-select --install'
}

setup_linux() {
	local column refresh='' install='' packages as=''
	if command -v apt-get >/dev/null; then
		column=debian
		refresh='apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update'
		install='apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install -y --no-install-recommends'
	elif command -v dnf >/dev/null; then
		column=fedora
		install='dnf install -y --setopt=install_weak_deps=False'
	elif command -v pacman >/dev/null; then
		column=arch
		install='pacman -S --needed --noconfirm'
	else
		column=debian
	fi

	packages=$(missing "$column")
	[ -n "$packages" ] || return 0
	[ -n "$install" ] ||
		fail "No package manager that this script knows was found. Install what Debian calls: $packages"

	[ "$(id -u)" = 0 ] || as='sudo '
	if [ -n "$as" ] && ! sudo -n true 2>/dev/null; then
		fail 'Packages are missing. Install them and run make again:' \
			"${refresh:+$as$refresh && }$as$install $packages"
	fi
	echo "setup: installing $packages" >&2
	[ -z "$refresh" ] || as_root $refresh ||
		echo 'setup: the package lists could not be renewed; trying with those at hand' >&2
	as_root $install $packages || fail 'This command failed:' "$as$install $packages"

	packages=$(missing "$column")
	[ -z "$packages" ] || fail "These packages were installed, and what they should bring is still missing: $packages"
}

# as_root runs a command as root, without ever asking for a password.
as_root() {
	local set_env=(env DEBIAN_FRONTEND=noninteractive)
	[ "$(id -u)" = 0 ] || set_env=(sudo -n "${set_env[@]}")
	"${set_env[@]}" "$@" >&2
}

check_go
case "$(uname -s)" in
Darwin) setup_macos ;;
Linux) setup_linux ;;
*) fail "This script knows Linux and macOS only. Galley needs a C compiler and OpenGL." ;;
esac
