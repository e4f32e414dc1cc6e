package server

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// A lens is a line above what a file calls by a name and starts, a service or a script: whether it runs.
type lens struct {
	head  claim.Span
	title string
}

// codeLens returns the lenses of a document in the order of the text. There is nothing to resolve later: all that they
// say is known already.
func (s *server) codeLens(ctx context.Context, p *protocol.CodeLensParams) ([]protocol.CodeLens, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	lenses := snap.lenses(d)
	s.views.give(lensView, d, lenses)
	s.lookAgain(snap)
	var shown []protocol.CodeLens
	for _, l := range lenses {
		shown = append(shown, protocol.CodeLens{
			Range: d.text.span(s.can.encoding, l.head), Command: protocol.Command{Title: l.title},
		})
	}
	return shown, nil
}

// lenses returns the lenses of a document, sorted. A group of which it cannot be told whether it runs has none, nor
// has one that binds nothing.
func (s *snapshot) lenses(d *document) []lens {
	if s.settings.noCodeLens || s.picture == nil {
		return nil
	}
	binds := map[claim.Span][]claim.Claim{}
	var groups []string
	for _, c := range s.claims(d) {
		if c.Head.Len() == 0 {
			continue
		}
		groups = append(groups, c.Group)
		bind, known := s.world().Effective(check.Place{Path: d.path, Claim: c})
		if known && c.Role == claim.Bind && c.Scope == claim.Host && bind.Valid() {
			binds[c.Head] = append(binds[c.Head], bind)
		}
	}
	var lenses []lens
	for head, claims := range binds {
		if title := s.state(claims, groups); title != "" {
			lenses = append(lenses, lens{head, title})
		}
	}
	slices.SortFunc(lenses, func(a, b lens) int { return a.head.Start - b.head.Start })
	return lenses
}

// state tells whether the group of some binds runs, and is empty where that cannot be told.
func (s *snapshot) state(binds []claim.Claim, groups []string) string {
	told := false
	for _, c := range binds {
		found, known := s.world().Running(c, groups)
		if len(found) > 0 {
			return runningAs(found[0].Owner)
		}
		if !known {
			return ""
		}
		told = true
	}
	if !told {
		return ""
	}
	return "not running"
}

// runningAs tells since when a program or a container runs, as far as that is known.
func runningAs(o *machine.Owner) string {
	if o.Container != nil {
		return "running in container " + check.CalledContainer(o.Container)
	}
	since := ""
	if !o.Started.IsZero() {
		since = " since " + clock(o.Started.Truncate(time.Minute))
	}
	return fmt.Sprintf("running%s: %s, pid %d", since, o.Called(), o.PID)
}
