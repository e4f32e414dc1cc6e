package server

import (
	"path"
	"path/filepath"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// silencing returns the actions that silence the findings in a range of a document. They come last: to mend is better.
func (s *server) silencing(snap *snapshot, d *document, asked claim.Span) []protocol.CodeAction {
	var actions []protocol.CodeAction
	w := snap.world()
	for _, f := range w.Findings(d.path) {
		if !f.Place.Claim.Span.Touches(asked) {
			continue
		}
		for _, fix := range w.Silencing(f, snap.home(d)) {
			edit := s.workspaceEdit(snap, fix.Edits, false)
			if !s.create(w, fix, edit) {
				continue
			}
			actions = append(actions, protocol.CodeAction{
				Title: fix.Title, Kind: new(protocol.CodeActionKindQuickFix), IsPreferred: new(false),
				Diagnostics: []protocol.Diagnostic{s.diagnostic(snap, d.text, f)}, Edit: edit,
			})
		}
	}
	return actions
}

// home returns the folder for the settings of a document's project: its workspace folder, or its own.
func (s *snapshot) home(d *document) string {
	home := ""
	for folder := range s.folders {
		if _, in := within(folder, d.path); in && len(folder) > len(home) {
			home = folder
		}
	}
	if home == "" && d.uri.IsFile() {
		home = path.Dir(d.path)
	}
	return home
}

// create has an edit make the files that the world does not have. It reports false where the client makes none, and where
// there is one after all that has not been read yet, as nothing of it may be lost.
func (s *server) create(w *check.World, fix check.Fix, edit *protocol.WorkspaceEdit) bool {
	for path := range fix.Edits {
		if _, known := w.File(path); known {
			continue
		}
		if _, err := s.ReadFile(filepath.FromSlash(path)); err == nil || !s.can.createFiles {
			return false
		}
		edit.DocumentChanges = append([]protocol.DocumentChange{&protocol.CreateFile{
			Kind: "create", URI: uriOf(path), Options: &protocol.CreateFileOptions{IgnoreIfExists: new(true)},
		}}, edit.DocumentChanges...)
	}
	return true
}
