//go:build window

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"
)

// asProgram is the environment variable that makes the test binary run as Galley
// itself, so that the tests drive exactly the code they were built with.
const asProgram = "GALLEY_TEST_AS_PROGRAM"

// patience is how long a test waits for what should come at once; a busy machine
// may need a good part of it.
const patience = 5 * time.Minute

// scratch is a folder for what several tests share.
var scratch string

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "galley-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	return m.Run()
}

// A screen is a virtual display with a window manager, for one test.
type screen struct {
	t    testing.TB
	home string   // the user's folder
	env  []string // for every program on the screen
}

// newScreen starts a display of the given size in pixels with Xvfb, which draws
// OpenGL in software, and openbox on it. Programs find an empty home folder there.
// A missing tool fails the test and says how to install it.
func newScreen(t testing.TB, width, height int) *screen {
	t.Helper()
	for _, tool := range []string{"Xvfb", "openbox", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing; install what the tests need with: .ci/setup.sh test", tool)
		}
	}
	s := &screen{t: t, home: t.TempDir()}
	s.env = cleanEnvironment(t, s.home)
	s.env = append(s.env, "DISPLAY="+s.startDisplay(width, height))
	s.startDaemon(s.command(context.Background(), "openbox"))
	s.until("the window manager", func() bool {
		return s.command(context.Background(), "xdotool", "get_desktop").Run() == nil
	})
	return s
}

// cleanEnvironment is the environment of the test without the user's desktop and
// settings, and with another home.
func cleanEnvironment(t testing.TB, home string) []string {
	t.Helper()
	runtime := filepath.Join(home, "run") // Wayland's library complains without one
	if err := os.Mkdir(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch {
		case name == "DISPLAY", name == "WAYLAND_DISPLAY", strings.HasPrefix(name, "DBUS_"),
			strings.HasPrefix(name, "XDG_"), strings.HasPrefix(name, "FYNE_"), strings.HasPrefix(name, "LC_"):
		default:
			env = append(env, v)
		}
	}
	return append(env, "HOME="+home, "XDG_RUNTIME_DIR="+runtime, "LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1")
}

// startDisplay starts Xvfb on a free display and returns the display's name.
func (s *screen) startDisplay(width, height int) string {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Close()
	cmd := s.command(context.Background(), "Xvfb", "-displayfd", "3", "-nolisten", "tcp", "-noreset", "-dpi", "96",
		"-screen", "0", fmt.Sprintf("%dx%dx24", width, height))
	cmd.ExtraFiles = []*os.File{w} // descriptor 3
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	exited := s.startDaemon(cmd)
	w.Close()
	if err := r.SetReadDeadline(time.Now().Add(patience)); err != nil {
		s.t.Fatal(err)
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		_ = cmd.Process.Kill() // it may have died by itself
		<-exited
		s.t.Fatalf("Xvfb did not start: %v\n%s", err, stderr.String())
	}
	return ":" + strings.TrimSpace(number)
}

// command prepares a program that runs on the screen and dies with the test.
func (s *screen) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = s.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// startDaemon starts a command that runs until the test ends. The channel is
// closed when it has exited.
func (s *screen) startDaemon(cmd *exec.Cmd) <-chan struct{} {
	s.t.Helper()
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("starting %s: %v", cmd.Path, err)
	}
	exited := make(chan struct{})
	go func() {
		_ = cmd.Wait() // ProcessState tells the rest
		close(exited)
	}()
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-exited
	})
	return exited
}

// until asks until ready says yes, and fails the test when it never does.
func (s *screen) until(what string, ready func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ready() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			s.t.Fatalf("waited %v in vain for %s", patience, what)
		}
	}
}

// xdotool sends keys and pointer events, or asks about windows.
func (s *screen) xdotool(args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := s.command(ctx, "xdotool", args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("xdotool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// A program is Galley running on a screen.
type program struct {
	*screen
	cmd     *exec.Cmd
	exited  <-chan struct{}
	trace   *os.File
	marks   []mark // read from trace, not yet awaited
	started mark
	stderr  string // path of what it wrote to standard error
	window  string // X11's id of its window
}

// A mark is one line of galley --trace.
type mark struct {
	Event    string
	MS       float64
	RSSMB    float64 `json:"rss_mb"`
	Article  string
	Chars    int
	Mentions int
}

// start runs Galley with the arguments, and --trace, and waits until its window
// shows its first frame and has the keys. Variables in env, such as FYNE_SCALE=2, override the screen's own.
func (s *screen) start(env []string, args ...string) *program {
	s.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	dir := s.t.TempDir()
	p := &program{screen: s, stderr: filepath.Join(dir, "stderr")}
	if p.trace, err = os.Create(filepath.Join(dir, "trace")); err != nil {
		s.t.Fatal(err)
	}
	stderr, err := os.Create(p.stderr)
	if err != nil {
		s.t.Fatal(err)
	}
	defer stderr.Close()
	p.cmd = s.command(context.Background(), exe, append(args, "--trace", p.trace.Name())...)
	p.cmd.Env = slices.Concat(s.env, []string{asProgram + "=1"}, env)
	p.cmd.Stderr = stderr
	p.exited = s.startDaemon(p.cmd)
	s.t.Cleanup(func() {
		p.trace.Close()
		if s.t.Failed() {
			trace, _ := os.ReadFile(p.trace.Name()) // it has been open all the time
			s.t.Logf("Galley wrote to standard error:\n%s\nand its trace is:\n%s", p.errors(), trace)
			if !p.hasExited() {
				last := filepath.Join(s.t.ArtifactDir(), "last.png") // kept with the flag -artifacts
				_ = os.WriteFile(last, p.grab(), 0o666)
			}
		}
	})
	p.started = p.await("started")
	p.until("Galley's window", func() bool {
		out, err := s.command(context.Background(), "xdotool", "search", "--all", "--onlyvisible",
			"--pid", strconv.Itoa(p.cmd.Process.Pid), "--name", ".").Output()
		p.window, _, _ = strings.Cut(string(out), "\n")
		return err == nil && p.window != ""
	})
	p.until("the focus on Galley's window", func() bool {
		out, err := s.command(context.Background(), "xdotool", "getwindowfocus").Output()
		return err == nil && strings.TrimSpace(string(out)) == p.window
	})
	return p
}

// errors is what the program wrote to standard error so far.
func (p *program) errors() string {
	p.t.Helper()
	out, err := os.ReadFile(p.stderr)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(out)
}

// await waits for the next mark of an event, counted from the one awaited last;
// marks of other events in between are passed over.
func (p *program) await(event string) mark {
	p.t.Helper()
	var found mark
	p.until("the mark "+event, func() bool {
		exited := p.hasExited() // asked first, so that its last marks are read
		p.readMarks()
		for i, m := range p.marks {
			if m.Event == event {
				found, p.marks = m, p.marks[i+1:]
				return true
			}
		}
		if exited {
			p.t.Fatalf("Galley ended before the mark %s: %v", event, p.cmd.ProcessState)
		}
		return false
	})
	return found
}

func (p *program) hasExited() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// readMarks reads the whole lines that the program has added to its trace.
func (p *program) readMarks() {
	p.t.Helper()
	at, err := p.trace.Seek(0, io.SeekCurrent)
	if err != nil {
		p.t.Fatal(err)
	}
	r := bufio.NewReader(p.trace)
	for {
		line, err := r.ReadBytes('\n')
		if err != nil { // the end, perhaps within a line that is still being written
			break
		}
		var m mark
		if err := json.Unmarshal(line, &m); err != nil {
			p.t.Fatalf("the trace has a line that is no mark: %s: %v", line, err)
		}
		p.marks = append(p.marks, m)
		at += int64(len(line))
	}
	if _, err := p.trace.Seek(at, io.SeekStart); err != nil {
		p.t.Fatal(err)
	}
}

// awaitTitle waits until the window's title contains the text.
func (p *program) awaitTitle(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("the title %q", text), func() bool {
		return strings.Contains(p.xdotool("getwindowname", p.window), text)
	})
}

// key presses keys one after another, by their X11 names: e, Return, ctrl+z.
func (p *program) key(keys ...string) {
	p.t.Helper()
	p.xdotool(append([]string{"key", "--clearmodifiers", "--"}, keys...)...)
}

// text types a text of ASCII, letter by letter. For other letters xdotool changes
// the keyboard's layout for a moment, which the program may see too late.
func (p *program) text(text string) {
	p.t.Helper()
	if i := strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 {
		p.t.Fatalf("%q cannot be typed surely, from byte %d on", text, i)
	}
	p.xdotool("type", "--clearmodifiers", "--", text)
}

// move puts the pointer on a point of the window, in pixels.
func (p *program) move(x, y int) {
	p.t.Helper()
	p.xdotool(p.mousemove(x, y)...)
}

func (p *program) mousemove(x, y int) []string {
	return []string{"mousemove", "--window", p.window, strconv.Itoa(x), strconv.Itoa(y)}
}

// click presses the main button at a point of the window the given number of
// times, close enough for a double or triple click. Await what it does before the
// next click: Fyne's own widgets take quick clicks on two of them for a double one.
func (p *program) click(x, y, times int) {
	p.t.Helper()
	p.xdotool(append(p.mousemove(x, y), "click", "--repeat", strconv.Itoa(times), "--delay", "20", "1")...)
}

// drag pulls from one point of the window to another.
func (p *program) drag(x1, y1, x2, y2 int) {
	p.t.Helper()
	args := append(p.mousemove(x1, y1), "mousedown", "1")
	args = append(args, p.mousemove((x1+x2)/2, (y1+y2)/2)...)
	args = append(args, p.mousemove(x2, y2)...)
	p.xdotool(append(args, "mouseup", "1")...)
}

// wheel turns the wheel at a point of the window: steps down, or up where
// negative.
func (p *program) wheel(x, y, steps int) {
	p.t.Helper()
	button := "5"
	if steps < 0 {
		button, steps = "4", -steps
	}
	p.xdotool(append(p.mousemove(x, y), "click", "--repeat", strconv.Itoa(steps), "--delay", "10", button)...)
}

// picture saves what the window shows as a PNG, once it has stopped changing. The
// same picture gives the same bytes.
func (p *program) picture(path string) {
	p.t.Helper()
	var last, now []byte
	p.until("a picture that stands still", func() bool {
		last, now = now, p.grab()
		return bytes.Equal(last, now)
	})
	if _, err := png.DecodeConfig(bytes.NewReader(now)); err != nil {
		p.t.Fatalf("taking a picture: %v", err)
	}
	if err := os.WriteFile(path, now, 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// grab is the picture of the window as it is now, a PNG.
func (p *program) grab() []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var stderr bytes.Buffer
	cmd := p.command(ctx, "import", "-window", p.window, "-define", "png:exclude-chunks=date,time", "png:-")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("taking a picture: %v\n%s", err, stderr.String())
	}
	return out
}

// kill ends the program as a power cut would, without a word of warning.
func (p *program) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatal(err)
	}
	<-p.exited
}

// awaitExit waits until the program has ended by itself, and wants that it did so
// without an error.
func (p *program) awaitExit() {
	p.t.Helper()
	p.until("Galley's end", p.hasExited)
	if !p.cmd.ProcessState.Success() {
		p.t.Errorf("Galley ended with %v", p.cmd.ProcessState)
	}
}

// outputFolder is the folder that an environment variable names, made if it is
// not there, or else one that goes with the test.
func outputFolder(t *testing.T, variable string) string {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		return t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}
