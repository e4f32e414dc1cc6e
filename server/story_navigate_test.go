package server

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.lsp.dev/protocol"
)

// navigate does what a person does to find the way among ports, and reports whether a verb is one of that.
func (s *story) navigate(verb string, args []string) bool {
	at := func() map[string]any {
		return map[string]any{"textDocument": map[string]any{"uri": s.uri(args[0])}, "position": s.place(args[1])}
	}
	switch verb {
	case "definition": // definition FILE LINE:COLUMN
		s.print(s.spellDefinition(s.request(protocol.MethodTextDocumentDefinition, at())))
	case "references": // references FILE LINE:COLUMN, or with a third word without declarations
		params := at()
		params["context"] = map[string]any{"includeDeclaration": len(args) == 2}
		s.print(spellLocations(s.request(protocol.MethodTextDocumentReferences, params).([]protocol.Location)))
	case "highlight": // highlight FILE LINE:COLUMN
		var lines []string
		marks, ok := s.request(protocol.MethodTextDocumentDocumentHighlight, at()).([]protocol.DocumentHighlight)
		if !ok {
			lines = append(lines, "null")
		}
		for _, h := range marks {
			kind := map[protocol.DocumentHighlightKind]string{
				protocol.DocumentHighlightKindWrite: "write", protocol.DocumentHighlightKindRead: "read",
			}
			lines = append(lines, spell(h.Range)+" "+kind[h.Kind])
		}
		s.print(strings.Join(lines, "\n"))
	case "outline": // outline FILE
		s.print(spellSymbols(s.request(protocol.MethodTextDocumentDocumentSymbol, aboutDocument(s.uri(args[0])))))
	case "symbols": // symbols QUERY…
		s.print(spellSymbols(s.request(protocol.MethodWorkspaceSymbol, map[string]any{"query": strings.Join(args, " ")})))
	case "links": // links FILE
		var lines []string
		for _, l := range s.request(protocol.MethodTextDocumentDocumentLink, aboutDocument(s.uri(args[0]))).([]protocol.DocumentLink) {
			lines = append(lines, fmt.Sprintf("%s %s (%s)", spell(l.Range), *l.Target, *l.Tooltip))
		}
		s.print(strings.Join(lines, "\n"))
	case "complete": // complete FILE LINE:COLUMN, or with what caused it as a third word: ":", "=" or typing
		params := at()
		if len(args) > 2 {
			params["context"] = map[string]any{"triggerKind": 2, "triggerCharacter": args[2]}
			if args[2] == "typing" {
				params["context"] = map[string]any{"triggerKind": 3}
			}
		}
		s.print(spellCompletion(s.request(protocol.MethodTextDocumentCompletion, params)))
	case "hints": // hints FILE, or hints FILE LINE:COLUMN-LINE:COLUMN
		within := protocol.Range{End: protocol.Position{Line: 999}}
		if len(args) > 1 {
			from, to, _ := strings.Cut(args[1], "-")
			within = protocol.Range{Start: s.place(from), End: s.place(to)}
		}
		params := aboutDocument(s.uri(args[0]))
		params["range"] = within
		var lines []string
		for _, h := range s.request(protocol.MethodTextDocumentInlayHint, params).([]protocol.InlayHint) {
			lines = append(lines, fmt.Sprintf("%d:%d %s (%s)", h.Position.Line+1, h.Position.Character+1, h.Label, h.Tooltip))
		}
		s.print(strings.Join(lines, "\n"))
	case "lenses": // lenses FILE
		var lines []string
		for _, l := range s.request(protocol.MethodTextDocumentCodeLens, aboutDocument(s.uri(args[0]))).([]protocol.CodeLens) {
			lines = append(lines, spell(l.Range)+" "+l.Command.Title)
		}
		s.print(strings.Join(lines, "\n"))
	case "pull": // pull FILE
		params := aboutDocument(s.uri(args[0]))
		params["previousResultId"] = s.results[s.uri(args[0])]
		s.print(s.spellReport(s.uri(args[0]), s.request(protocol.MethodTextDocumentDiagnostic, params)))
	case "pull-all":
		previous := []any{}
		for _, uri := range slices.Sorted(maps.Keys(s.results)) {
			previous = append(previous, map[string]any{"uri": uri, "value": s.results[uri]})
		}
		var lines []string
		for _, r := range s.request(protocol.MethodWorkspaceDiagnostic, map[string]any{"previousResultIds": previous}).(*protocol.WorkspaceDiagnosticReport).Items {
			lines = append(lines, s.spellReport("", r))
		}
		s.print(strings.Join(lines, "\n"))
	case "check-all", "check-open":
		result := s.request(methodCheckWorkspace, map[string]any{"on": verb == "check-all"}).(*checkWorkspaceResult)
		s.print(fmt.Sprintf("%d files, %d findings, %d clashes", result.Files, result.Findings, result.Clashes))
	case "refreshed": // what the client was told to ask for again
		s.mu.Lock()
		s.print(strings.Join(s.refreshed, "\n"))
		s.refreshed = nil
		s.mu.Unlock()
	default:
		return false
	}
	return true
}

func aboutDocument(uri string) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}}
}

func spellLocations(locations []protocol.Location) string {
	var lines []string
	for _, l := range locations {
		lines = append(lines, fmt.Sprintf("%s %s", l.URI, spell(l.Range)))
	}
	return strings.Join(lines, "\n")
}

func (s *story) spellDefinition(answer any) string {
	switch found := answer.(type) {
	case protocol.LocationSlice:
		return spellLocations(found)
	case protocol.DefinitionLinkSlice:
		var lines []string
		for _, l := range found {
			lines = append(lines, fmt.Sprintf("from %s to %s %s in %s", spell(*l.OriginSelectionRange), l.TargetURI, spell(l.TargetSelectionRange), spell(l.TargetRange)))
		}
		return strings.Join(lines, "\n")
	}
	return "null"
}

func spellSymbols(answer any) string {
	var lines []string
	switch found := answer.(type) {
	case protocol.DocumentSymbolSlice:
		for _, d := range found {
			lines = append(lines, fmt.Sprintf("%s (%s) %s in %s", d.Name, *d.Detail, spell(d.SelectionRange), spell(d.Range)))
		}
	case protocol.SymbolInformationSlice:
		for _, i := range found {
			lines = append(lines, fmt.Sprintf("%s %s %s", i.Name, i.Location.URI, spell(i.Location.Range)))
		}
	case protocol.WorkspaceSymbolSlice:
		for _, w := range found {
			at := w.Location.(*protocol.Location)
			lines = append(lines, fmt.Sprintf("%s (%s) %s %s", w.Name, *w.ContainerName, at.URI, spell(at.Range)))
		}
	default:
		return "null"
	}
	return strings.Join(lines, "\n")
}

func spellCompletion(answer any) string {
	list, ok := answer.(*protocol.CompletionList)
	if !ok {
		return "null"
	}
	var lines []string
	if list.IsIncomplete {
		lines = append(lines, "asked again as more is typed")
	}
	for _, i := range list.Items {
		edit := i.TextEdit.(*protocol.TextEdit)
		detail, _ := i.Detail.Get()
		line := fmt.Sprintf("%s (%s) %s %q", i.Label, detail, spell(edit.Range), edit.NewText)
		if l := i.LabelDetails; l != nil && l.Description != nil {
			line += fmt.Sprintf(" beside it %q", *l.Description)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// spellReport writes a report on a file, and keeps its id for the next request.
func (s *story) spellReport(uri string, report any) string {
	switch r := report.(type) {
	case *protocol.RelatedFullDocumentDiagnosticReport:
		s.results[uri] = *r.ResultID
		return fmt.Sprintf("%s: %d", r.Kind, len(r.Items))
	case *protocol.RelatedUnchangedDocumentDiagnosticReport:
		return r.Kind
	case *protocol.WorkspaceFullDocumentDiagnosticReport:
		s.results[string(r.URI)] = *r.ResultID
		return fmt.Sprintf("%s%s %s: %d", r.URI, spellVersion(r.Version), r.Kind, len(r.Items))
	case *protocol.WorkspaceUnchangedDocumentDiagnosticReport:
		return fmt.Sprintf("%s%s %s", r.URI, spellVersion(r.Version), r.Kind)
	}
	return "null"
}

func spellVersion(v *int32) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf(" version %d", *v)
}

func (s *story) DiagnosticRefresh(context.Context) error { return s.refreshes("diagnostics") }

func (s *story) InlayHintRefresh(context.Context) error { return s.refreshes("inlay hints") }

func (s *story) CodeLensRefresh(context.Context) error { return s.refreshes("code lenses") }

func (s *story) refreshes(what string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refreshed = append(s.refreshed, what)
	return nil
}

func init() { time.Local = time.UTC } // stories tell the time of day
