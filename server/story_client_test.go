package server

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing/synctest"

	"go.lsp.dev/protocol"
)

func (s *story) start(args []string) {
	var folders []any
	var process *int
	params, can := map[string]any{}, map[string]any{}
	for _, arg := range args {
		switch {
		case strings.Contains(arg, "/"):
			folders = append(folders, folder(arg))
		case strings.HasPrefix(arg, "process="): // the editor's
			pid, err := strconv.Atoi(strings.TrimPrefix(arg, "process="))
			if err != nil {
				s.t.Fatal(err)
			}
			process = &pid
		case arg == "plain":
			merge(can, `{"textDocument":{"hover":{"contentFormat":["plaintext"]}}}`)
		case arg == "related":
			merge(can, `{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`)
		case arg == "versions":
			merge(can, `{"workspace":{"workspaceEdit":{"documentChanges":true}}}`)
		case arg == "annotations":
			merge(can, `{"workspace":{"workspaceEdit":{"documentChanges":true,"changeAnnotationSupport":{"groupsOnLabel":true}}},
				"textDocument":{"codeAction":{"honorsChangeAnnotations":true},"rename":{"honorsChangeAnnotations":true,"prepareSupport":true}}}`)
		case arg == "creates":
			merge(can, `{"workspace":{"workspaceEdit":{"documentChanges":true,"resourceOperations":["create"]}}}`)
		case arg == "watch":
			merge(can, `{"workspace":{"didChangeWatchedFiles":{"dynamicRegistration":true}}}`)
		case arg == "links":
			merge(can, `{"textDocument":{"definition":{"linkSupport":true}}}`)
		case arg == "refresh":
			merge(can, `{"workspace":{"inlayHint":{"refreshSupport":true},"codeLens":{"refreshSupport":true}}}`)
		case arg == "pull":
			merge(can, `{"textDocument":{"diagnostic":{},"publishDiagnostics":{}},"workspace":{"diagnostics":{"refreshSupport":true}}}`)
		case arg == "pull-stale":
			merge(can, `{"textDocument":{"diagnostic":{},"publishDiagnostics":{}}}`)
		case arg == "labels":
			merge(can, `{"textDocument":{"completion":{"completionItem":{"labelDetailsSupport":true}}}}`)
		case arg == "tree":
			merge(can, `{"textDocument":{"documentSymbol":{"hierarchicalDocumentSymbolSupport":true}}}`)
		case strings.HasPrefix(arg, "settings="):
			params["initializationOptions"] = json.RawMessage(strings.TrimPrefix(arg, "settings="))
		default:
			s.t.Fatalf("start: what is %s", arg)
		}
	}
	params["capabilities"], params["workspaceFolders"], params["processId"] = can, folders, process
	raw, err := json.Marshal(params)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := request(s.server.initialize)(s.ctx, raw); err != nil {
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
			maps.Copy(old, v.(map[string]any))
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

// request returns what the server answers, not decoded again, as decoding would spell its URIs anew.
func (s *story) request(method string, params any) any {
	s.t.Helper()
	answer, err := s.ask(method, params)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer
}

// ask is request for what the server may refuse.
func (s *story) ask(method string, params any) (any, error) {
	s.t.Helper()
	raw, err := json.Marshal(params)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.server.requests()[method](s.server.pin(s.ctx), raw)
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
		if arg[0] == '+' {
			added = append(added, folder(arg[1:]))
		} else {
			removed = append(removed, folder(arg[1:]))
		}
	}
	s.notify(protocol.MethodWorkspaceDidChangeWorkspaceFolders, map[string]any{"event": map[string]any{"added": added, "removed": removed}})
}

// folder returns a folder of the workspace by its path on the disk or by its URI.
func folder(place string) map[string]any {
	if strings.HasPrefix(place, "/") {
		return map[string]any{"uri": "file://" + place, "name": place}
	}
	return map[string]any{"uri": place, "name": place}
}

func (s *story) hover(name, at string) {
	h, ok := s.request(protocol.MethodTextDocumentHover, map[string]any{
		"textDocument": map[string]any{"uri": s.uri(name)}, "position": s.place(at),
	}).(*protocol.Hover)
	if !ok || h == nil {
		s.print("")
		return
	}
	content := h.Contents.(*protocol.MarkupContent)
	s.print(fmt.Sprintf("%s %s\n%s", content.Kind, spell(*h.Range), content.Value))
}

// listActions lists the actions for a line that mend, or those that silence: stories of the one are not about the other.
func (s *story) listActions(name, line string, silencing bool) {
	n, err := strconv.Atoi(line)
	if err != nil {
		s.t.Fatal(err)
	}
	answer := s.request(protocol.MethodTextDocumentCodeAction, map[string]any{
		"textDocument": map[string]any{"uri": s.uri(name)},
		"range":        protocol.Range{Start: protocol.Position{Line: uint32(n - 1)}, End: protocol.Position{Line: uint32(n - 1), Character: 999}},
		"context":      map[string]any{"diagnostics": []any{}},
	})
	s.actions, _ = answer.([]protocol.CodeAction)
	s.actions = slices.DeleteFunc(s.actions, func(a protocol.CodeAction) bool { return strings.HasPrefix(a.Title, "Ignore ") != silencing })
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
		for _, argument := range a.Command.Arguments {
			lines = append(lines, fmt.Sprintf("   runs %s %s", a.Command.Command, argument))
		}
		for _, e := range editsOf(a.Edit) {
			lines = append(lines, "   "+e.String())
		}
	}
	s.print(strings.Join(lines, "\n"))
}

// A placedEdit is an edit and the document it is for, with the version where one is told.
type placedEdit struct {
	uri, at string
	protocol.TextEdit
	note string
}

func (e placedEdit) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %q %s", e.at, spell(e.Range), e.NewText, e.note))
}

func editsOf(edit *protocol.WorkspaceEdit) []placedEdit {
	var edits []placedEdit
	if edit == nil {
		return nil
	}
	for u, changes := range edit.Changes {
		for _, e := range changes {
			edits = append(edits, placedEdit{string(u), string(u), e, ""})
		}
	}
	for _, c := range edit.DocumentChanges {
		if made, ok := c.(*protocol.CreateFile); ok {
			edits = append(edits, placedEdit{uri: string(made.URI), at: "make " + string(made.URI)})
			continue
		}
		change := c.(*protocol.TextDocumentEdit)
		at := string(change.TextDocument.URI)
		if v := change.TextDocument.Version; v != nil {
			at += fmt.Sprintf(" version %d", *v)
		}
		for _, e := range change.Edits {
			placed := placedEdit{uri: string(change.TextDocument.URI), at: at}
			switch e := e.(type) {
			case *protocol.TextEdit:
				placed.TextEdit = *e
			case *protocol.AnnotatedTextEdit:
				placed.TextEdit = e.TextEdit
				note := edit.ChangeAnnotations[e.AnnotationID]
				placed.note = fmt.Sprintf("(%s: %s)", note.Label, *note.Description)
				if is(note.NeedsConfirmation) {
					placed.note += " asked"
				}
			}
			edits = append(edits, placed)
		}
	}
	slices.SortStableFunc(edits, func(a, b placedEdit) int { return strings.Compare(a.uri, b.uri) })
	return edits
}

// apply does what an editor does with an action: the last edit of a document first.
func (s *story) apply(a protocol.CodeAction) {
	for _, e := range slices.Backward(editsOf(a.Edit)) {
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
