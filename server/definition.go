package server

import (
	"context"

	"go.lsp.dev/protocol"
)

// definition leads from an address to the settings that have something listen there, and from a variable to the line
// that gives it its value. It returns nil where no file of the workspace decides that.
func (s *server) definition(ctx context.Context, p *protocol.DefinitionParams) (protocol.DefinitionResult, error) {
	snap := s.at(ctx)
	from, ok := s.placeAt(snap, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	targets := snap.world().Definitions(from)
	if len(targets) == 0 {
		return nil, nil
	}
	l := s.locator(snap)
	if !s.can.definitionLinks {
		var locations protocol.LocationSlice
		for _, t := range targets {
			locations = append(locations, l.location(t))
		}
		return locations, nil
	}
	origin := l.source(from.Path).span(s.can.encoding, from.Claim.Span)
	var links protocol.DefinitionLinkSlice
	for _, t := range targets {
		at := l.location(t)
		links = append(links, protocol.DefinitionLink{
			OriginSelectionRange: &origin, TargetURI: at.URI,
			TargetRange: l.source(t.Path).span(s.can.encoding, t.Claim.Span), TargetSelectionRange: at.Range,
		})
	}
	return links, nil
}
