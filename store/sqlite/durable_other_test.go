//go:build !linux

package sqlite

import (
	"os/exec"
	"testing"
)

func smallDisk(t *testing.T, _ string) string {
	t.Skip("a disk of limited size is made on Linux only; TestFull does without")
	return ""
}

func unprivileged(t *testing.T, _ *exec.Cmd) { t.Helper() }
