package server

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// references returns every place of the workspace that means the same port as the one at a position. Where the client
// wants no declarations, those are left out to which the definition of the place leads.
func (s *server) references(ctx context.Context, p *protocol.ReferenceParams) ([]protocol.Location, error) {
	snap := s.at(ctx)
	from, ok := s.placeAt(snap, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	w := snap.world()
	declared := map[protocol.Location]bool{}
	l := s.locator(snap)
	if !p.Context.IncludeDeclaration {
		for _, d := range w.Definitions(from) {
			declared[l.location(d)] = true
		}
	}
	var locations []protocol.Location
	for _, r := range w.References(from) {
		if at := l.location(r); !declared[at] {
			locations = append(locations, at)
		}
	}
	return locations, nil
}

// documentHighlight returns those of the references that are in the document itself: a write is where something is
// made to listen, a read where something goes. Where no port is it returns nil, which must reach the client as null: at
// an empty list VS Code would not highlight the word there either.
func (s *server) documentHighlight(ctx context.Context, p *protocol.DocumentHighlightParams) (any, error) {
	snap := s.at(ctx)
	from, ok := s.placeAt(snap, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	var marks []protocol.DocumentHighlight
	for _, r := range snap.world().References(from) {
		if r.Path == from.Path {
			marks = append(marks, s.highlight(snap.docs[p.TextDocument.URI].text, r))
		}
	}
	return marks, nil
}

func (s *server) highlight(t text, p check.Place) protocol.DocumentHighlight {
	kind := protocol.DocumentHighlightKindWrite
	if p.Claim.Role == claim.Connect {
		kind = protocol.DocumentHighlightKindRead
	}
	return protocol.DocumentHighlight{Range: t.span(s.can.encoding, number(p.Claim)), Kind: kind}
}
