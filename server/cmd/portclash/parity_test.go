package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/textproto"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
	"github.com/portclash/portclash/server"
)

// TestEditorAndCommandLineAgree judges every story of the rules, and every healthy project, both ways: an editor that has
// all files open shows what portclash check prints. Without it, what is mended in an editor could still fail in CI.
func TestEditorAndCommandLineAgree(t *testing.T) {
	t.Parallel()
	var stories []string
	for _, glob := range []string{"../../check/testdata/*/*.txtar", "testdata/healthy/*.txtar", "testdata/sick/*.txtar"} {
		found, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		stories = append(stories, found...)
	}
	if len(stories) < 50 {
		t.Fatalf("only %d stories", len(stories))
	}
	findings := 0
	for _, path := range stories {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		root := folder(t)
		var files []string
		for _, f := range archive.Files {
			if f.Name != "findings" && f.Name != "listeners" && f.Name != "run" {
				write(t, filepath.Join(root, filepath.FromSlash(f.Name)), string(f.Data))
				files = append(files, f.Name)
			}
		}
		printed := checked(t, root, "off")
		findings += len(printed)
		var shown []string
		synctest.Test(t, func(t *testing.T) { // the server waits for a look, and in here that costs nothing
			shown = edited(t, root, files, func(context.Context) (*machine.Picture, error) { return nil, errors.New("nobody looks") })
		})
		if !slices.Equal(shown, printed) {
			t.Errorf("%s: an editor shows\n\t%s\nportclash check prints\n\t%s", path, strings.Join(shown, "\n\t"), strings.Join(printed, "\n\t"))
		}
	}
	if findings < 50 {
		t.Errorf("only %d findings to compare", findings)
	}
}

// TestEditorAndCommandLineSeeTheSameMachine is the same with a real program in the way.
func TestEditorAndCommandLineSeeTheSameMachine(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	root := folder(t)
	write(t, filepath.Join(root, ".env"), "LISTEN_ADDR="+l.Addr().String()+"\n")
	write(t, filepath.Join(root, "web", ".portclash.toml"), "[severity]\nport-in-use = \"error\"\n")
	write(t, filepath.Join(root, "web", ".env"), "LISTEN_ADDR="+l.Addr().String()+"\n")
	printed := checked(t, root, "on")
	if len(printed) != 2 || !strings.Contains(printed[0], "warning port-in-use") || !strings.Contains(printed[1], "error port-in-use") {
		t.Errorf("portclash check prints %q", printed)
	}
	if shown := edited(t, root, []string{".env", "web/.env"}, machine.New().LookClosely); !slices.Equal(shown, printed) {
		t.Errorf("an editor shows\n\t%s\nportclash check prints\n\t%s", strings.Join(shown, "\n\t"), strings.Join(printed, "\n\t"))
	}
}

// checked returns the findings that portclash check prints of a folder.
func checked(t *testing.T, root, live string) []string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(&call{ctx: t.Context(), stdout: &stdout, stderr: &stderr, log: slog.New(slog.DiscardHandler)},
		[]string{"check", "--format", "json", "--live", live, root})
	if code == exitFailed {
		t.Fatalf("check %s: %s", root, &stderr)
	}
	var report struct {
		Root     string
		Findings []findingJSON
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if report.Root != filepath.ToSlash(root) {
		t.Errorf("the root is %s, want %s", report.Root, root)
	}
	var lines []string
	for _, f := range report.Findings {
		line := fmt.Sprintf("%s:%d:%d-%d:%d %s %s: %s", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Severity, f.Code, f.Message)
		for _, r := range f.Related {
			line += fmt.Sprintf(" | %s:%d %s", r.File, r.Line, r.Message)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// edited returns the diagnostics that the server has for an editor with the files of a folder open.
func edited(t *testing.T, root string, files []string, look func(context.Context) (*machine.Picture, error)) []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in, out := io.Pipe()
	answers, replies := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- server.Serve(ctx, struct {
			io.Reader
			io.Writer
		}{in, replies}, server.Options{
			Version: "test", Look: look, Vanished: func(context.Context) <-chan struct{} { return nil },
			Want: func([]int) {}, Free: machine.Pick, Reserve: machine.Pick, Read: workspace.Read, ReadFile: workspace.ReadFile,
			Gone: func(context.Context, int) <-chan struct{} { return nil }, Log: slog.New(slog.DiscardHandler),
		})
		replies.Close()
	}()
	defer func() { cancel(); out.Close(); answers.Close(); <-ended }()
	uri := "file://" + filepath.ToSlash(root)
	send := func(id int, method string, params any) {
		message := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
		if id > 0 {
			message["id"] = id
		}
		body, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(out, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
			t.Fatal(err)
		}
	}
	got := make(chan json.RawMessage, 2)
	go func() {
		for r := textproto.NewReader(bufio.NewReader(answers)); ; {
			header, err := r.ReadMIMEHeader()
			if err != nil {
				return
			}
			length, _ := strconv.Atoi(header.Get("Content-Length"))
			body := make([]byte, length)
			if _, err := io.ReadFull(r.R, body); err != nil {
				return
			}
			var m struct {
				ID     int
				Result json.RawMessage
			}
			if json.Unmarshal(body, &m) == nil && m.Result != nil {
				got <- m.Result
			}
		}
	}()
	send(1, "initialize", map[string]any{
		"processId":        nil,
		"capabilities":     json.RawMessage(`{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`),
		"workspaceFolders": []any{map[string]any{"uri": uri, "name": "root"}},
	})
	<-got
	send(0, "initialized", map[string]any{})
	for _, name := range files {
		f, err := workspace.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if f.Tells() {
			send(0, "textDocument/didOpen", map[string]any{"textDocument": map[string]any{
				"uri": uri + "/" + name, "languageId": "plaintext", "version": 1, "text": f.Text,
			}})
		}
	}
	send(2, "workspace/diagnostic", map[string]any{"previousResultIds": []any{}})
	return told(t, uri, <-got)
}

// told returns the diagnostics of a workspace's report as checked returns findings.
func told(t *testing.T, root string, raw json.RawMessage) []string {
	t.Helper()
	type span struct{ Start, End struct{ Line, Character int } }
	var report struct {
		Items []struct {
			URI   string
			Items []struct {
				Range              span
				Severity           int
				Code, Message      string
				RelatedInformation []struct {
					Location struct {
						URI   string
						Range span
					}
					Message string
				}
			}
		}
	}
	if err := json.Unmarshal(raw, &report); err != nil {
		t.Fatal(err)
	}
	severities := map[int]string{1: "error", 2: "warning", 3: "information", 4: "hint"}
	var lines []string
	for _, f := range report.Items {
		for _, d := range f.Items {
			line := fmt.Sprintf("%s:%d:%d-%d:%d %s %s: %s", strings.TrimPrefix(f.URI, root+"/"), d.Range.Start.Line+1, d.Range.Start.Character+1,
				d.Range.End.Line+1, d.Range.End.Character+1, severities[d.Severity], d.Code, d.Message)
			for _, r := range d.RelatedInformation {
				line += fmt.Sprintf(" | %s:%d %s", strings.TrimPrefix(r.Location.URI, root+"/"), r.Location.Range.Start.Line+1, r.Message)
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}
