package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the stories compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"portclash": main, "hold": hold})
}

// TestCommands runs the command line as a person does, story by story.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CI", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"listen": listen, "dial": dial, "same-json": sameJSON, "valid-sarif": validSARIF, "serve": serve},
	})
}

// listen opens a listener of the test's own process, which is no process of the story's workspace, and puts its
// port into a variable and the files that are named: listen ADDRESS VARIABLE [FILE]…
func listen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: listen ADDRESS VARIABLE [FILE]…")
	}
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", net.JoinHostPort(args[0], "0"))
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	ts.Setenv(args[1], port)
	for _, file := range args[2:] {
		text := strings.ReplaceAll(ts.ReadFile(file), args[1], port)
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o644))
	}
}

// serve starts a process that listens on a free port of 127.0.0.1 until it is told to end, in a session of its own as a
// terminal gives it, and puts the port into a variable: serve VARIABLE
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: serve VARIABLE")
	}
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	ts.Check(err)
	file, err := l.(*net.TCPListener).File()
	ts.Check(err)
	cmd := exec.Command("sleep", "600")
	cmd.Dir = ts.Getenv("WORK")
	cmd.ExtraFiles = []*os.File{file}
	ts.Check(cmd.Start())
	ts.Check(file.Close())
	ts.Check(l.Close())
	ts.Setenv(args[0], strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// dial opens a connection to a listener and puts the port that it comes from into a variable: dial ADDRESS VARIABLE.
func dial(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: dial ADDRESS VARIABLE")
	}
	conn, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", args[0])
	ts.Check(err)
	ts.Defer(func() { conn.Close() })
	ts.Setenv(args[1], strconv.Itoa(conn.LocalAddr().(*net.TCPAddr).Port))
}

// sameJSON compares the standard output with a file, line breaks and indentation apart; $WORK and $ROOT may
// stand in the file: same-json FILE
func sameJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: same-json FILE")
	}
	want := strings.ReplaceAll(ts.ReadFile(args[0]), "$ROOT", filepath.ToSlash(ts.Getenv("WORK")))
	if got := ts.ReadFile("stdout"); compact(got) != compact(want) {
		ts.Fatalf("got:\n%s\nwant:\n%s", compact(got), compact(want))
	}
}

func compact(json string) string {
	var b strings.Builder
	for line := range strings.Lines(json) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// TestPlaces: lines and columns count from 1, columns in UTF-16 units, CRLF and a last line without an end too.
func TestPlaces(t *testing.T) {
	p := newPage("a\r\n\U0001F600é:80\nlast")
	for offset, want := range map[int]string{0: "1:1", 1: "1:2", 3: "2:1", 7: "2:3", 9: "2:4", 10: "2:5", 13: "3:1", 17: "3:5"} {
		line, column := p.at(offset)
		if got := fmt.Sprintf("%d:%d", line, column); got != want {
			t.Errorf("offset %d is at %s, want %s", offset, got, want)
		}
	}
}

// TestCommon: outputs are relative to the deepest folder that holds all that was named.
func TestCommon(t *testing.T) {
	sep := string(filepath.Separator)
	for _, c := range []struct{ folders, want string }{
		{"/a/b", "/a/b"},
		{"/a/b /a/b/c", "/a/b"},
		{"/a/b /a/bc", "/a"},
		{"/a /b", "/"},
	} {
		folders := strings.Fields(strings.ReplaceAll(c.folders, "/", sep))
		if got := common(folders); got != strings.ReplaceAll(c.want, "/", sep) {
			t.Errorf("common(%s) = %s, want %s", c.folders, got, c.want)
		}
	}
}

// write writes a file, and the folders that it is in.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil { //nolint:gosec // a test's file
		t.Fatal(err)
	}
}

// folder returns a new folder, symbolic links resolved.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
