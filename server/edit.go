package server

import (
	"maps"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/server/check"
)

// workspaceEdit returns a fix's edits as the client wants them. Where it can, each document's are for the version
// that they were made from. Annotated, each tells what the text is, for a review to group them by, and those that only
// a person can judge ask to be confirmed; otherwise those are left out.
func (s *server) workspaceEdit(snap *snapshot, edits map[string][]check.Edit, annotated bool) *protocol.WorkspaceEdit {
	out := &protocol.WorkspaceEdit{}
	for _, path := range slices.Sorted(maps.Keys(edits)) {
		at, t, d := snap.source(path)
		var plain []protocol.TextEdit
		change := &protocol.TextDocumentEdit{}
		change.TextDocument.URI = at
		if d != nil {
			change.TextDocument.Version = new(d.version)
		}
		for _, e := range edits[path] {
			edit := protocol.TextEdit{Range: t.span(s.can.encoding, e.Span), NewText: e.New}
			switch {
			case annotated && e.Kind != "":
				change.Edits = append(change.Edits, &protocol.AnnotatedTextEdit{TextEdit: edit, AnnotationID: annotate(out, e)})
			case !e.Unsure:
				plain = append(plain, edit)
				change.Edits = append(change.Edits, &edit)
			}
		}
		switch {
		case len(change.Edits) == 0:
			continue
		case s.can.documentChanges:
			out.DocumentChanges = append(out.DocumentChanges, change)
		case out.Changes == nil:
			out.Changes = map[uri.URI][]protocol.TextEdit{at: plain}
		default:
			out.Changes[at] = plain
		}
	}
	return out
}

// annotate puts what is to be said of an edit into out, and returns the name by which edits refer to it.
func annotate(out *protocol.WorkspaceEdit, e check.Edit) protocol.ChangeAnnotationIdentifier {
	id := protocol.ChangeAnnotationIdentifier(e.Kind + ": " + e.Why)
	note := protocol.ChangeAnnotation{Label: e.Kind, Description: new(e.Why)}
	if e.Unsure {
		id += "?"
		note.Label += ", to be confirmed" // reviews group by the label
		note.NeedsConfirmation = new(true)
	}
	if out.ChangeAnnotations == nil {
		out.ChangeAnnotations = map[protocol.ChangeAnnotationIdentifier]protocol.ChangeAnnotation{}
	}
	out.ChangeAnnotations[id] = note
	return id
}

// unsure reports whether some of a fix's edits are for a person to confirm.
func unsure(edits map[string][]check.Edit) bool {
	for _, list := range edits {
		if slices.ContainsFunc(list, func(e check.Edit) bool { return e.Unsure }) {
			return true
		}
	}
	return false
}
