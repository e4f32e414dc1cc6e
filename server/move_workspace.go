package server

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// methodMoveWorkspace is Portclash's own request, for a second work tree of a project: an edit that gives all that the
// files of a folder have listen on this machine ports of its own. The server changes nothing; the client is to show the
// edit and to apply it.
const methodMoveWorkspace = "portclash/moveWorkspace"

type moveWorkspaceParams struct {
	// Folder is the folder whose files are moved; without it all of the workspace's are.
	Folder uri.URI `json:"folder,omitempty"`
}

type moveWorkspaceResult struct {
	Title string                  `json:"title"`
	Edit  *protocol.WorkspaceEdit `json:"edit"`
	// Moves are the old and new numbers, by the old ones.
	Moves []portMove `json:"moves"`
	// Left are the places that stay though their number moves, each with the reason.
	Left []leftPlace `json:"left"`
}

type portMove struct {
	From int `json:"from"`
	To   int `json:"to"`
}

type leftPlace struct {
	URI    uri.URI        `json:"uri"`
	Range  protocol.Range `json:"range"`
	Reason string         `json:"reason"`
}

func (s *server) moveWorkspace(ctx context.Context, p *moveWorkspaceParams) (*moveWorkspaceResult, error) {
	snap := s.at(ctx)
	folder := "/"
	if p.Folder != "" {
		folder = pathOf(p.Folder)
	}
	fix, to, err := snap.world().MoveAll(folder, s.Free)
	if err != nil {
		return nil, requestFailed(err)
	}
	annotated := s.can.annotateActions
	for _, edits := range fix.Edits {
		for i := range edits {
			edits[i].Unsure = annotated && edits[i].Unsure // left out, they would clash with what moves
		}
	}
	result := &moveWorkspaceResult{Title: fix.Title, Edit: s.workspaceEdit(snap, fix.Edits, annotated), Left: []leftPlace{}}
	for from, port := range maps.All(to) {
		result.Moves = append(result.Moves, portMove{from, port})
	}
	slices.SortFunc(result.Moves, func(a, b portMove) int { return cmp.Compare(a.From, b.From) })
	l := s.locator(snap)
	for _, r := range fix.Left {
		at := l.location(r.Place)
		result.Left = append(result.Left, leftPlace{at.URI, at.Range, r.Message})
	}
	return result, nil
}
