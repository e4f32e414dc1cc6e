package server

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// documentSymbol lists the ports of a document in the order of the text.
func (s *server) documentSymbol(ctx context.Context, p *protocol.DocumentSymbolParams) (protocol.DocumentSymbolResult, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	symbols := protocol.DocumentSymbolSlice{}
	flat := protocol.SymbolInformationSlice{}
	for _, c := range snap.claims(d) {
		if c.Open() {
			continue
		}
		whole := d.text.span(s.can.encoding, c.Span)
		symbols = append(symbols, protocol.DocumentSymbol{
			Name: symbolName(c), Detail: new(symbolDetail(c)), Kind: protocol.SymbolKindNumber,
			Range: whole, SelectionRange: d.text.span(s.can.encoding, c.Digits),
		})
		flat = append(flat, protocol.SymbolInformation{
			BaseSymbolInformation: protocol.BaseSymbolInformation{Name: fullName(c), Kind: protocol.SymbolKindNumber},
			Location:              protocol.Location{URI: d.spelled, Range: whole},
		})
	}
	if !s.can.symbolTree {
		return flat, nil
	}
	return symbols, nil
}

// maxSymbols is how many ports of the workspace are listed at once; a longer query finds the others.
const maxSymbols = 512

// workspaceSymbol lists the ports of the workspace that a query is about: each of its words is in the port's name, its
// key or its file's path. Those of this machine come first, by number.
func (s *server) workspaceSymbol(ctx context.Context, p *protocol.WorkspaceSymbolParams) (protocol.WorkspaceSymbolResult, error) {
	snap := s.at(ctx)
	words := strings.Fields(strings.ToLower(p.Query))
	w := snap.world()
	var found []check.Place
	for _, path := range w.Paths() {
		file, _ := w.File(path)
		in := strings.ToLower(snap.relative(path))
		for _, c := range file.Claims {
			name := strings.ToLower(fullName(c))
			about := func(word string) bool { return strings.Contains(name, word) || strings.Contains(in, word) }
			if !c.Open() && c.Scope != claim.Remote && !slices.ContainsFunc(words, func(word string) bool { return !about(word) }) {
				found = append(found, check.Place{Path: path, Claim: c})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b check.Place) int {
		return cmp.Or(cmp.Compare(a.Claim.Scope, b.Claim.Scope), cmp.Compare(a.Claim.Port, b.Claim.Port))
	})
	l := s.locator(snap)
	symbols := protocol.WorkspaceSymbolSlice{}
	for _, f := range found[:min(len(found), maxSymbols)] {
		symbols = append(symbols, protocol.WorkspaceSymbol{
			BaseSymbolInformation: protocol.BaseSymbolInformation{
				Name: fullName(f.Claim), Kind: protocol.SymbolKindNumber, ContainerName: new(snap.relative(f.Path)),
			},
			Location: new(l.location(f)),
		})
	}
	return symbols, nil
}

// symbolName returns a port as a list has it: ":3000 web".
func symbolName(c claim.Claim) string {
	e := c.Endpoint
	e.Host = ""
	if c.Group == "" {
		return e.String()
	}
	return e.String() + " " + c.Group
}

// fullName returns a port as a list of several files has it: ":3000 web — services.web.ports[0]".
func fullName(c claim.Claim) string {
	if c.Key == "" || c.Key == c.Group {
		return symbolName(c)
	}
	return symbolName(c) + " — " + c.Key
}

// symbolDetail returns what is said beside a port's name: "listens · services.web.ports[0]".
func symbolDetail(c claim.Claim) string {
	parts := []string{"listens"}
	if c.Role == claim.Connect {
		parts[0] = "connects"
	}
	if c.Scope != claim.Host {
		parts = append(parts, where(c))
	}
	if c.Key != "" {
		parts = append(parts, c.Key)
	}
	return strings.Join(parts, " · ")
}
