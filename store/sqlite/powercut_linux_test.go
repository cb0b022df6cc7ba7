package sqlite

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"galley/store"
)

// Power cuts, simulated: a recorder notes what the program writes and syncs to
// the disk and when it calls an act saved. The record is cut at random places;
// what was not synced by then is lost, torn or kept; and what is left must
// open, be sound and hold every act that was called saved.
func TestPowerCuts(t *testing.T) {
	const acts, cuts = 120, 30
	for _, tool := range []string{"cc", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the recorder is made with %s: %v", tool, err)
		}
	}
	dir := t.TempDir()
	run := func(env []string, name string, args ...string) {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = append(os.Environ(), env...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd, err, out)
		}
	}
	shim, program, record := filepath.Join(dir, "shim.so"), filepath.Join(dir, "program"), filepath.Join(dir, "record")
	run(nil, "cc", "-shared", "-fPIC", "-O2", "-o", shim, "testdata/powercut/shim.c", "-ldl")
	run(nil, "go", "build", "-tags", "sqlite_fts5", "-o", program, "./testdata/powercut")

	path := filepath.Join(dir, "p.galley")
	if err := Create(t.Context(), path, "p", "P", setUp); err != nil {
		t.Fatal(err)
	}
	base, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	run([]string{"LD_PRELOAD=" + shim, "PC_MATCH=p.galley", "PC_LOG=" + record}, program, path, strconv.Itoa(acts))

	events := readRecord(t, record)
	random := rand.New(rand.NewPCG(1, 7))
	for range cuts {
		cut := random.IntN(len(events))
		d := disk{files: map[string][]byte{"p.galley": slices.Clone(base)}, pending: map[string][]event{}}
		for _, e := range events[:cut] {
			d.do(t, e)
		}
		how := []string{"lost", "some", "torn", "first"}[random.IntN(4)]
		d.powerCut(random, how)
		t.Run(fmt.Sprintf("%s after event %d", how, cut), func(t *testing.T) { survives(t, d) })
	}
}

func survives(t *testing.T, d disk) {
	dir := t.TempDir()
	for name, b := range d.files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(t.Context(), filepath.Join(dir, "p.galley"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Transactions-1 < d.saved {
		t.Errorf("act %d was saved, the last there is %d", d.saved, c.Transactions-1)
	}
	if found, err := s.Check(t.Context(), nil); len(found) > 0 || err != nil {
		t.Errorf("check: %v, %v", found, err)
	}
}

// event is something the recorder saw: w(rite), t(runcate), s(ync), u(nlink) or a(cknowledge).
type event struct {
	kind byte
	name string
	off  int64
	data []byte
}

func readRecord(t *testing.T, path string) []event {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []event
	for len(b) > 0 {
		e := event{kind: b[0], off: int64(binary.LittleEndian.Uint64(b[1:]))}
		n, name := int(binary.LittleEndian.Uint32(b[9:])), int(b[13])
		e.name, b = string(b[14:14+name]), b[14+name:]
		if e.kind == 'w' || e.kind == 'a' {
			e.data, b = b[:n], b[n:]
		}
		out = append(out, e)
	}
	return out
}

// disk is what is surely on the disk, and what waits to be written there.
type disk struct {
	files   map[string][]byte
	pending map[string][]event
	saved   int // the last act that was acknowledged
}

func (d *disk) do(t *testing.T, e event) {
	switch e.kind {
	case 'a':
		n, err := strconv.Atoi(string(bytes.TrimSpace(e.data)))
		if err != nil {
			t.Fatal(err)
		}
		d.saved = n
	case 's':
		for _, p := range d.pending[e.name] {
			d.apply(p)
		}
		delete(d.pending, e.name)
	case 'u':
		delete(d.files, e.name)
		delete(d.pending, e.name)
	default:
		d.pending[e.name] = append(d.pending[e.name], e)
	}
}

func (d *disk) apply(e event) {
	f := d.files[e.name]
	end := int(e.off) + len(e.data)
	switch {
	case e.kind == 't' && int(e.off) < len(f):
		f = f[:e.off]
	case end > len(f):
		f = append(f, make([]byte, end-len(f))...)
	}
	copy(f[e.off:], e.data)
	d.files[e.name] = f
}

// powerCut does to what waits what a disk may do to it.
func (d *disk) powerCut(random *rand.Rand, how string) {
	const sector = 512
	for _, events := range d.pending {
		if how == "first" {
			events = events[:random.IntN(len(events)+1)]
		}
		for _, e := range events {
			switch {
			case how == "lost", how != "first" && random.IntN(2) == 0:
			case how == "torn" && e.kind == 'w':
				for i := 0; i < len(e.data); i += sector {
					if random.IntN(10) < 7 {
						d.apply(event{'w', e.name, e.off + int64(i), e.data[i:min(i+sector, len(e.data))]})
					}
				}
			default:
				d.apply(e)
			}
		}
	}
}
