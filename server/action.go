package server

import (
	"context"
	"reflect"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
)

// codeAction returns the fixes of all findings in a range. They are made anew from the snapshot; what the client
// sends along as diagnostics is not looked at, as it may be old, and some clients count its columns in bytes.
func (s *server) codeAction(ctx context.Context, p *protocol.CodeActionParams) ([]protocol.CodeAction, error) {
	snap := s.fresh(ctx)
	d := snap.docs[p.TextDocument.URI]
	only := p.Context.Only
	if d == nil || len(only) > 0 && !slices.Contains(only, protocol.CodeActionKindQuickFix) && !slices.Contains(only, protocol.CodeActionKindEmpty) {
		return nil, nil
	}
	asked := s.span(d.text, p.Range)
	unchosen := s.takesAll(p, d.text)
	if unchosen {
		asked = s.span(d.text, p.Context.Diagnostics[0].Range)
	}
	var actions []protocol.CodeAction
	for _, f := range snap.world().Findings(d.path) {
		if !f.Place.Claim.Span.Touches(asked) {
			continue
		}
		shown := s.diagnostic(snap, d.text, f)
		for _, fix := range snap.world().Fixes(f, s.Free) {
			if unsure(fix.Edits) && !s.can.annotateActions {
				continue // nobody would be asked
			}
			action := protocol.CodeAction{
				Title: fix.Title, Kind: new(protocol.CodeActionKindQuickFix), IsPreferred: new(fix.Preferred),
				Diagnostics: []protocol.Diagnostic{shown},
			}
			if fix.Stop != nil {
				action.Command = stopCommand(fix.Title, *fix.Stop)
			} else {
				action.Edit = s.workspaceEdit(snap, fix.Edits, s.can.annotateActions)
			}
			same := func(a protocol.CodeAction) bool {
				return a.Title == action.Title && reflect.DeepEqual(a.Edit, action.Edit) && reflect.DeepEqual(a.Command, action.Command)
			}
			if i := slices.IndexFunc(actions, same); i >= 0 {
				actions[i].Diagnostics = append(actions[i].Diagnostics, shown)
				continue
			}
			actions = append(actions, action)
		}
	}
	if unchosen {
		i := slices.IndexFunc(actions, func(a protocol.CodeAction) bool { return *a.IsPreferred })
		return actions[max(i, 0) : i+1], nil
	}
	return append(actions, s.silencing(snap, d, asked)...), nil
}

// takesAll reports whether the client will do all that it gets, with no choice left to the person: to silence the finding,
// to move its port in two ways and to stop who holds it. Kate 22.12's quick fix does (onDiagnosticsMenu and quickFix in
// lspclientpluginview.cpp), and is told by what it asks for: one diagnostic, and the whole text.
func (s *server) takesAll(p *protocol.CodeActionParams, t text) bool {
	return !s.can.preferredActions && len(p.Context.Diagnostics) == 1 && s.span(t, p.Range) == claim.Span{End: len(t.s)}
}

// span returns the bytes of a range.
func (s *server) span(t text, r protocol.Range) claim.Span {
	return claim.Span{Start: t.offset(s.can.encoding, r.Start), End: t.offset(s.can.encoding, r.End)}
}
