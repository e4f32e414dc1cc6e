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
	asked := claim.Span{Start: d.text.offset(s.can.encoding, p.Range.Start), End: d.text.offset(s.can.encoding, p.Range.End)}
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
	return append(actions, s.silencing(snap, d, asked)...), nil
}
