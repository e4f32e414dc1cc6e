package server

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// codeAction returns the fixes of all findings in a range. They are made anew from the snapshot; what the client
// sends along as diagnostics is not looked at, as it may be old, and some clients count its columns in bytes.
func (s *server) codeAction(ctx context.Context, p *protocol.CodeActionParams) ([]protocol.CodeAction, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	only := p.Context.Only
	if d == nil || len(only) > 0 && !slices.Contains(only, protocol.CodeActionKindQuickFix) && !slices.Contains(only, protocol.CodeActionKindEmpty) {
		return nil, nil
	}
	asked := claim.Span{Start: d.text.offset(s.can.encoding, p.Range.Start), End: d.text.offset(s.can.encoding, p.Range.End)}
	var actions []protocol.CodeAction
	for _, f := range snap.world().Findings(d.path) {
		if !f.Place.Claim.Span.Touches(asked) {
			continue
		}
		shown := s.diagnostic(snap, d.text, f)
		for _, fix := range snap.world().Fixes(f, s.Free) {
			if fix.Stop != nil {
				continue // nobody performs it yet
			}
			edit := s.workspaceEdit(snap, fix.Edits)
			same := func(a protocol.CodeAction) bool { return a.Title == fix.Title && reflect.DeepEqual(a.Edit, edit) }
			if i := slices.IndexFunc(actions, same); i >= 0 {
				actions[i].Diagnostics = append(actions[i].Diagnostics, shown)
				continue
			}
			actions = append(actions, protocol.CodeAction{
				Title: fix.Title, Kind: new(protocol.CodeActionKindQuickFix), IsPreferred: new(fix.Preferred),
				Diagnostics: []protocol.Diagnostic{shown}, Edit: edit,
			})
		}
	}
	return actions, nil
}

// workspaceEdit returns a fix's edits as the client wants them. Where it can, each document's are for the version
// that they were made from.
func (s *server) workspaceEdit(snap *snapshot, edits map[string][]check.Edit) *protocol.WorkspaceEdit {
	out := &protocol.WorkspaceEdit{}
	for _, path := range slices.Sorted(maps.Keys(edits)) {
		at, t, d := snap.source(path)
		var changes []protocol.TextEdit
		for _, e := range edits[path] {
			changes = append(changes, protocol.TextEdit{Range: t.span(s.can.encoding, e.Span), NewText: e.New})
		}
		if !s.can.documentChanges {
			if out.Changes == nil {
				out.Changes = map[uri.URI][]protocol.TextEdit{}
			}
			out.Changes[at] = changes
			continue
		}
		change := &protocol.TextDocumentEdit{}
		change.TextDocument.URI = at
		if d != nil {
			change.TextDocument.Version = new(d.version)
		}
		for i := range changes {
			change.Edits = append(change.Edits, &changes[i])
		}
		out.DocumentChanges = append(out.DocumentChanges, change)
	}
	return out
}
