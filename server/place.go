package server

import (
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// placeAt returns the claim at a position of an open document, the innermost where one is written inside of another,
// and false where there is none. Unlike for a hover, one that leaves its number to a variable counts.
func (s *server) placeAt(snap *snapshot, u uri.URI, p protocol.Position) (check.Place, bool) {
	d := snap.docs[u]
	if d == nil {
		return check.Place{}, false
	}
	offset := d.text.offset(s.can.encoding, p)
	var best claim.Claim
	found := false
	for _, c := range snap.claims(d) {
		at := c.Span.Start <= offset && offset <= c.Span.End
		if at && !c.Note() && (!found || c.Span.Len() < best.Span.Len()) {
			best, found = c, true
		}
	}
	return check.Place{Path: d.path, Claim: best}, found
}

// A locator tells where places are for the client. It reads each text once.
type locator struct {
	snap     *snapshot
	encoding protocol.PositionEncodingKind
	seen     map[string]source
}

// A source is a text and where the client has it.
type source struct {
	uri uri.URI
	text
}

func (s *server) locator(snap *snapshot) *locator {
	return &locator{snap: snap, encoding: s.can.encoding, seen: map[string]source{}}
}

func (l *locator) source(path string) source {
	found, ok := l.seen[path]
	if !ok {
		found.uri, found.text, _ = l.snap.source(path)
		l.seen[path] = found
	}
	return found
}

// location returns where the number of a place is, or what stands for the number.
func (l *locator) location(p check.Place) protocol.Location {
	at := l.source(p.Path)
	return protocol.Location{URI: at.uri, Range: at.span(l.encoding, number(p.Claim))}
}

// number returns the span of a claim's number, or of the variable that it leaves it to.
func number(c claim.Claim) claim.Span {
	if c.Open() {
		return c.Span
	}
	return c.Digits
}
