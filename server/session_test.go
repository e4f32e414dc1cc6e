package server

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.lsp.dev/protocol"
	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
)

var update = flag.Bool("update", false, "rewrite what the stories in testdata expect")

// TestSessions plays the stories in testdata: what an editor does, what happens on the machine and on the disk, and,
// indented, what the editor then shows. Time in them costs nothing.
func TestSessions(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, name := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			synctest.Test(t, func(t *testing.T) { got = play(t, archive) })
			if want := string(archive.Files[0].Data); got != want && !*update {
				t.Errorf("the session went\n%s\ninstead of\n%s", got, want)
			} else if got != want {
				archive.Files[0].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A story is a session in the making: the server, what it is told of the world, and what it has told the client.
type story struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // the bubble's
	server  *server
	archive *txtar.Archive
	out     strings.Builder

	versions map[string]int
	texts    map[string]text // of open documents, as an editor has them
	actions  []protocol.CodeAction

	protocol.UnimplementedClient
	mu         sync.Mutex
	disk       map[string]string
	listeners  []machine.Listener
	partial    string
	mayMiss    bool
	where      string
	failure    error
	looks      int
	vanished   chan struct{}
	shown      map[string][]protocol.Diagnostic
	published  []string
	registered []string
}

func play(t *testing.T, archive *txtar.Archive) string {
	ctx, cancel := context.WithCancel(t.Context())
	s := &story{
		t: t, ctx: ctx, archive: archive, versions: map[string]int{}, texts: map[string]text{},
		disk: map[string]string{}, shown: map[string][]protocol.Diagnostic{}, vanished: make(chan struct{}, 1),
	}
	s.server = newServer(Options{
		Version: "test", Look: s.look, Free: s.free, Reserve: s.free, Read: s.read, ReadFile: s.readFile,
		Vanished: func(context.Context) <-chan struct{} { return s.vanished },
		Gone:     func(context.Context, int) <-chan struct{} { return nil },
		Log:      slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	s.server.client = s
	s.server.home = "/home/me"
	for _, f := range archive.Files[1:] {
		if !strings.HasPrefix(f.Name, "later/") {
			s.disk["/w/"+f.Name] = string(f.Data)
		}
	}
	s.server.start(ctx)
	defer func() {
		if t.Failed() {
			t.Logf("the session so far:\n%s", &s.out)
		}
	}()
	for line := range strings.Lines(string(archive.Files[0].Data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "\t") {
			continue // what was expected
		}
		fmt.Fprintln(&s.out, line)
		if words := strings.Fields(line); len(words) > 0 {
			s.do(words[0], words[1:], strings.TrimPrefix(line, words[0]+" "))
			synctest.Wait()
		}
	}
	cancel()
	synctest.Wait()
	return s.out.String()
}

func (s *story) do(verb string, args []string, rest string) {
	s.t.Helper()
	switch verb {
	case "start": // start FOLDER… CAPABILITIES
		s.start(args)
	case "open": // open FILE, or open untitled:NAME@LANGUAGE
		s.openFile(args[0])
	case "edit": // edit FILE LINE:COLUMN-LINE:COLUMN "TEXT"
		with, err := strconv.Unquote(strings.SplitN(rest, " ", 3)[2])
		if err != nil {
			s.t.Fatalf("%s: %v", rest, err)
		}
		from, to, _ := strings.Cut(args[1], "-")
		s.edit(args[0], protocol.Range{Start: s.place(from), End: s.place(to)}, with)
	case "save", "close":
		method := map[string]string{"save": protocol.MethodTextDocumentDidSave, "close": protocol.MethodTextDocumentDidClose}[verb]
		s.notify(method, map[string]any{"textDocument": map[string]any{"uri": s.uri(args[0])}})
	case "write": // write FILE, with what is in later/FILE
		s.setDisk(args[0], s.file("later/"+args[0]))
		s.notify(protocol.MethodWorkspaceDidChangeWatchedFiles, changed(s.uri(args[0]), protocol.FileChangeTypeCreated))
	case "remove":
		s.setDisk(args[0], "")
		s.notify(protocol.MethodWorkspaceDidChangeWatchedFiles, changed(s.uri(args[0]), protocol.FileChangeTypeDeleted))
	case "folders": // folders +FOLDER… -FOLDER…
		s.folders(args)
	case "settings":
		s.notify(protocol.MethodWorkspaceDidChangeConfiguration, map[string]any{"settings": json.RawMessage(rest)})
	case "apart": // apart NAME: the machine is another one than the editor's
		s.mu.Lock()
		s.where = rest
		s.mu.Unlock()
	case "publish": // publish ADDRESS CONTAINER IMAGE FOLDER SERVICE
		s.publish(args)
	case "listen": // listen ADDRESS, or listen ADDRESS NAME PID FOLDER COMMAND…
		s.listen(args)
	case "end": // end ADDRESS: nobody listens there any more
		s.end(args[0])
	case "vanish": // vanish ADDRESS: the same, and the system tells
		s.end(args[0])
		s.vanished <- struct{}{}
	case "ownerless": // ownerless REASON: all listeners are seen, not all owners
		s.mu.Lock()
		s.partial, s.mayMiss = rest, false
		s.mu.Unlock()
	case "partial": // partial REASON: a listener may be missed
		s.mu.Lock()
		s.partial, s.mayMiss = rest, true
		s.mu.Unlock()
	case "fail":
		s.mu.Lock()
		s.failure = errors.New(rest)
		s.mu.Unlock()
	case "wait":
		d, err := time.ParseDuration(args[0])
		if err != nil {
			s.t.Fatal(err)
		}
		time.Sleep(d)
	case "show":
		s.show(args[0])
	case "published":
		s.mu.Lock()
		s.print(strings.Join(s.published, "\n"))
		s.published = nil
		s.mu.Unlock()
	case "looks":
		s.mu.Lock()
		s.print(strconv.Itoa(s.looks))
		s.looks = 0
		s.mu.Unlock()
	case "registered":
		s.mu.Lock()
		s.print(strings.Join(s.registered, "\n"))
		s.mu.Unlock()
	case "hover": // hover FILE LINE:COLUMN
		s.hover(args[0], args[1])
	case "actions": // actions FILE LINE
		s.listActions(args[0], args[1])
	case "apply": // apply NUMBER of the last actions
		n, err := strconv.Atoi(args[0])
		if err != nil || n < 1 || n > len(s.actions) {
			s.t.Fatalf("%s: there are %d actions", rest, len(s.actions))
		}
		s.apply(s.actions[n-1])
	case "text":
		s.print(s.texts[s.uri(args[0])].s)
	default:
		s.t.Fatalf("unknown: %s", verb)
	}
}

func (s *story) print(lines string) {
	if lines == "" {
		lines = "nothing"
	}
	for line := range strings.Lines(strings.TrimRight(lines, "\n") + "\n") {
		s.out.WriteString(strings.TrimRight("\t"+line, " \n") + "\n")
	}
}

// --- the client

func (s *story) start(args []string) {
	var folders []any
	can := map[string]any{}
	for _, arg := range args {
		switch {
		case strings.HasPrefix(arg, "/"):
			folders = append(folders, map[string]any{"uri": "file://" + arg, "name": arg})
		case arg == "plain":
			merge(can, `{"textDocument":{"hover":{"contentFormat":["plaintext"]}}}`)
		case arg == "related":
			merge(can, `{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`)
		case arg == "versions":
			merge(can, `{"workspace":{"workspaceEdit":{"documentChanges":true}}}`)
		case arg == "watch":
			merge(can, `{"workspace":{"didChangeWatchedFiles":{"dynamicRegistration":true}}}`)
		default:
			s.t.Fatalf("start: what is %s", arg)
		}
	}
	params, err := json.Marshal(map[string]any{"capabilities": can, "workspaceFolders": folders})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := request(s.server.initialize)(s.ctx, params); err != nil {
		s.t.Fatal(err)
	}
	s.notify(protocol.MethodInitialized, map[string]any{})
}

func merge(into map[string]any, text string) {
	var more map[string]any
	if err := json.Unmarshal([]byte(text), &more); err != nil {
		panic(err)
	}
	for k, v := range more {
		if old, ok := into[k].(map[string]any); ok {
			for k2, v2 := range v.(map[string]any) {
				old[k2] = v2
			}
			continue
		}
		into[k] = v
	}
}

func (s *story) notify(method string, params any) {
	s.t.Helper()
	raw, err := json.Marshal(params)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.server.notifications()[method](s.ctx, raw); err != nil {
		s.print(err.Error())
	}
	synctest.Wait() // or what comes next may be told together with this
}

func (s *story) request(method string, params, result any) {
	s.t.Helper()
	raw, err := json.Marshal(params)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := s.server.requests()[method](s.server.pin(s.ctx), raw)
	if err != nil {
		s.t.Fatal(err)
	}
	encoded, err := protocol.Marshal(answer)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := protocol.Unmarshal(encoded, result); err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) openFile(name string) {
	u := s.uri(name)
	content, language := s.diskText(strings.TrimPrefix(name, "file:///w/")), "plaintext"
	if before, after, ok := strings.Cut(name, "@"); ok && strings.HasPrefix(name, "untitled:") { // with what is in later/LANGUAGE
		u, language, content = before, after, s.file("later/"+after)
	}
	s.versions[u] = 1
	s.texts[u] = newText(content)
	s.notify(protocol.MethodTextDocumentDidOpen, map[string]any{"textDocument": map[string]any{
		"uri": u, "languageId": language, "version": 1, "text": content,
	}})
}

func (s *story) edit(name string, r protocol.Range, with string) {
	u := s.uri(name)
	s.versions[u]++
	s.texts[u] = s.texts[u].replace(s.server.can.encoding, r, with)
	s.notify(protocol.MethodTextDocumentDidChange, map[string]any{
		"textDocument":   map[string]any{"uri": u, "version": s.versions[u]},
		"contentChanges": []any{map[string]any{"range": r, "text": with}},
	})
}

func (s *story) folders(args []string) {
	added, removed := []any{}, []any{}
	for _, arg := range args {
		folder := map[string]any{"uri": "file://" + arg[1:], "name": arg[1:]}
		if arg[0] == '+' {
			added = append(added, folder)
		} else {
			removed = append(removed, folder)
		}
	}
	s.notify(protocol.MethodWorkspaceDidChangeWorkspaceFolders, map[string]any{"event": map[string]any{"added": added, "removed": removed}})
}

func (s *story) hover(name, at string) {
	var h *protocol.Hover
	s.request(protocol.MethodTextDocumentHover, map[string]any{
		"textDocument": map[string]any{"uri": s.uri(name)}, "position": s.place(at),
	}, &h)
	if h == nil {
		s.print("")
		return
	}
	content := h.Contents.(*protocol.MarkupContent)
	s.print(fmt.Sprintf("%s %s\n%s", content.Kind, spell(*h.Range), content.Value))
}

func (s *story) listActions(name, line string) {
	n, err := strconv.Atoi(line)
	if err != nil {
		s.t.Fatal(err)
	}
	s.actions = nil
	s.request(protocol.MethodTextDocumentCodeAction, map[string]any{
		"textDocument": map[string]any{"uri": s.uri(name)},
		"range":        protocol.Range{Start: protocol.Position{Line: uint32(n - 1)}, End: protocol.Position{Line: uint32(n - 1), Character: 999}},
		"context":      map[string]any{"diagnostics": []any{}},
	}, &s.actions)
	var lines []string
	for i, a := range s.actions {
		preferred := ""
		if *a.IsPreferred {
			preferred = " (preferred)"
		}
		lines = append(lines, fmt.Sprintf("%d. %s%s", i+1, a.Title, preferred))
		for _, d := range a.Diagnostics {
			lines = append(lines, "   settles "+string(d.Code.(protocol.String))+" at "+spell(d.Range))
		}
		for _, e := range editsOf(a) {
			lines = append(lines, fmt.Sprintf("   %s %s %q", e.at, spell(e.Range), e.NewText))
		}
	}
	s.print(strings.Join(lines, "\n"))
}

// A placedEdit is an edit and the document it is for, with the version where one is told.
type placedEdit struct {
	uri, at string
	protocol.TextEdit
}

func editsOf(a protocol.CodeAction) []placedEdit {
	var edits []placedEdit
	for u, changes := range a.Edit.Changes {
		for _, e := range changes {
			edits = append(edits, placedEdit{string(u), string(u), e})
		}
	}
	for _, c := range a.Edit.DocumentChanges {
		change := c.(*protocol.TextDocumentEdit)
		at := string(change.TextDocument.URI)
		if v := change.TextDocument.Version; v != nil {
			at += fmt.Sprintf(" version %d", *v)
		}
		for _, e := range change.Edits {
			edits = append(edits, placedEdit{string(change.TextDocument.URI), at, *e.(*protocol.TextEdit)})
		}
	}
	slices.SortStableFunc(edits, func(a, b placedEdit) int { return strings.Compare(a.uri, b.uri) })
	return edits
}

// apply does what an editor does with an action: the last edit of a document first.
func (s *story) apply(a protocol.CodeAction) {
	for _, e := range slices.Backward(editsOf(a)) {
		name := strings.TrimPrefix(e.uri, "file:///w/")
		if _, open := s.texts[e.uri]; open {
			s.edit(name, e.Range, e.NewText)
			continue
		}
		s.setDisk(name, fileText(s.diskText(name)).replace(s.server.can.encoding, e.Range, e.NewText).s)
		s.notify(protocol.MethodWorkspaceDidChangeWatchedFiles, changed(e.uri, protocol.FileChangeTypeChanged))
	}
}

func changed(uri string, how protocol.FileChangeType) any {
	return map[string]any{"changes": []any{map[string]any{"uri": uri, "type": how}}}
}

func (s *story) PublishDiagnostics(_ context.Context, p *protocol.PublishDiagnosticsParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown[string(p.URI)] = p.Diagnostics
	version := "no version"
	if v, ok := p.Version.Get(); ok {
		version = fmt.Sprintf("version %d", v)
	}
	s.published = append(s.published, fmt.Sprintf("%s %s: %d", p.URI, version, len(p.Diagnostics)))
	return nil
}

func (s *story) RegisterCapability(_ context.Context, p *protocol.RegistrationParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range p.Registrations {
		s.registered = append(s.registered, fmt.Sprintf("%s %s", r.Method, r.RegisterOptions))
	}
	return nil
}

func (s *story) show(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	diagnostics, ok := s.shown[s.uri(name)]
	if !ok {
		s.print("never published")
		return
	}
	severity := map[protocol.DiagnosticSeverity]string{
		protocol.DiagnosticSeverityError: "error", protocol.DiagnosticSeverityWarning: "warning", protocol.DiagnosticSeverityHint: "hint",
	}
	var lines []string
	for _, d := range diagnostics {
		lines = append(lines, fmt.Sprintf("%s %s %s: %s", spell(d.Range), severity[d.Severity], d.Code, d.Message))
		for _, r := range d.RelatedInformation {
			lines = append(lines, fmt.Sprintf("  %s %s %s", r.Location.URI, spell(r.Location.Range), r.Message))
		}
	}
	s.print(strings.Join(lines, "\n"))
}

// spell writes a range with lines and columns from 1, as an editor shows them.
func spell(r protocol.Range) string {
	return fmt.Sprintf("%d:%d-%d:%d", r.Start.Line+1, r.Start.Character+1, r.End.Line+1, r.End.Character+1)
}

func (s *story) place(at string) protocol.Position {
	line, column, _ := strings.Cut(at, ":")
	l, err := strconv.Atoi(line)
	c, err2 := strconv.Atoi(column)
	if err != nil || err2 != nil {
		s.t.Fatalf("no place: %s", at)
	}
	return protocol.Position{Line: uint32(l - 1), Character: uint32(c - 1)}
}

// uri returns the URI of a file of the workspace; others are written in full.
func (s *story) uri(name string) string {
	if strings.Contains(name, ":") {
		return name
	}
	return "file:///w/" + name
}

// --- the disk

func (s *story) file(name string) string {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	s.t.Fatalf("the story has no file %s", name)
	return ""
}

func (s *story) setDisk(name, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if content == "" {
		maps.DeleteFunc(s.disk, func(path, _ string) bool { return path == "/w/"+name || strings.HasPrefix(path, "/w/"+name+"/") })
		return
	}
	s.disk["/w/"+name] = content
}

func (s *story) diskText(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.disk["/w/"+name]
}

func (s *story) read(_ context.Context, root string) ([]workspace.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var files []workspace.File
	for path, content := range s.disk {
		if strings.HasPrefix(path, root+"/") {
			files = append(files, workspace.File{Path: path, Text: content, Claims: scanner.Scan(path, content)})
		}
	}
	return files, nil
}

func (s *story) readFile(path string) (workspace.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, ok := s.disk[path]
	if !ok {
		return workspace.File{Path: path}, fs.ErrNotExist
	}
	return workspace.File{Path: path, Text: content, Claims: scanner.Scan(path, content)}, nil
}

// --- the machine

func (s *story) listen(args []string) {
	at := netip.MustParseAddrPort(args[0])
	l := machine.Listener{Addr: at.Addr(), Port: int(at.Port())}
	if len(args) > 3 {
		pid, err := strconv.Atoi(args[2])
		if err != nil {
			s.t.Fatal(err)
		}
		l.Owner = &machine.Owner{
			PID: pid, Name: args[1], Dir: args[3], Command: strings.Join(args[4:], " "), Started: time.Now().Add(-12 * time.Minute),
		}
	}
	s.hear(l)
}

// publish has a container engine listen for a container of a compose project, which is named for its folder.
func (s *story) publish(args []string) {
	at := netip.MustParseAddrPort(args[0])
	s.hear(machine.Listener{Addr: at.Addr(), Port: int(at.Port()), Owner: &machine.Owner{
		PID: 99, Name: "docker-proxy", Command: "/usr/bin/docker-proxy -proto tcp", Started: time.Now().Add(-12 * time.Minute),
		Container: &machine.Container{
			ID: args[1], Name: args[1], Image: args[2], Project: filepath.Base(args[3]), Folder: args[3], Service: args[4],
		},
	}})
}

func (s *story) hear(l machine.Listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, l)
	slices.SortFunc(s.listeners, func(a, b machine.Listener) int { return a.Port - b.Port })
}

func (s *story) end(at string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), func(l machine.Listener) bool {
		return netip.AddrPortFrom(l.Addr, uint16(l.Port)) == netip.MustParseAddrPort(at)
	})
}

func (s *story) look(context.Context) (*machine.Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks++
	if s.failure != nil {
		return nil, s.failure
	}
	return &machine.Picture{
		Listeners: slices.Clone(s.listeners), Partial: s.partial, MayMiss: s.mayMiss, Taken: time.Now(),
		Facts: machine.Facts{OS: "linux", Home: "/home/me", Ephemeral: [2]int{32768, 60999}, Unprivileged: 1024, Where: s.where, Apart: s.where != ""},
	}, nil
}

// free returns the next port that nobody has, here and in the workspace.
func (s *story) free(near int, _ claim.Protocol, taken func(int) bool) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for port := near + 1; port <= 65535; port++ {
		held := slices.ContainsFunc(s.listeners, func(l machine.Listener) bool { return l.Port == port })
		if !held && !taken(port) {
			return port, nil
		}
	}
	return 0, errors.New("none is free")
}
