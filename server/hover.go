package server

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

// hover tells of the endpoint under the cursor, what a person needs first at the top: who holds it, who else wants
// it, and last what is known of it in general. It returns nil where no endpoint is.
func (s *server) hover(ctx context.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	at := d.text.offset(s.can.encoding, p.Position)
	if settings.Is(d.path) {
		return s.settingHover(d, at), nil
	}
	c, ok := claimAt(snap.claims(d), at)
	if !ok {
		return nil, nil
	}
	m := markup{plain: s.can.plainHover}
	paragraphs := []string{m.headline(c)}
	if c.Scope == claim.Host && c.Valid() {
		paragraphs = append(paragraphs, m.holders(snap.world(), c)...)
		paragraphs = append(paragraphs, m.otherClaims(snap, check.Place{Path: d.path, Claim: c}), m.companions(c), m.firewall(c, snap.picture))
	}
	paragraphs = append(paragraphs, m.port(c, snap.picture))
	return &protocol.Hover{
		Contents: &protocol.MarkupContent{Kind: m.kind(), Value: m.join(paragraphs)},
		Range:    new(d.text.span(s.can.encoding, c.Span)),
	}, nil
}

// claimAt returns the claim at an offset, the innermost where one is written inside of another.
func claimAt(claims []claim.Claim, offset int) (claim.Claim, bool) {
	var best claim.Claim
	found := false
	for _, c := range claims {
		at := c.Span.Start <= offset && offset <= c.Span.End
		if at && !c.Open() && (!found || c.Span.Len() < best.Span.Len()) {
			best, found = c, true
		}
	}
	return best, found
}

func (m markup) headline(c claim.Claim) string {
	verb := "listens"
	if c.Role == claim.Connect {
		verb = "connects"
	}
	line := m.strong(m.code(check.Spell(c.Endpoint))) + " · " + verb + " · " + where(c)
	if c.Target != 0 && c.Target != c.Port {
		line += fmt.Sprintf(" · leads to port %d of the container", c.Target)
	}
	return line
}

// where tells whose endpoint it is and who can reach it.
func where(c claim.Claim) string {
	switch c.Scope {
	case claim.Container:
		return "inside the container"
	case claim.Cluster:
		return "inside the cluster"
	case claim.CI:
		return "on a machine of the CI service"
	case claim.Sample:
		return "a sample, which nothing reads as it is"
	case claim.Remote:
		if !strings.ContainsAny(c.Host, ".:") {
			return "on another machine, or in the container of that name"
		}
		return "on another machine"
	case claim.Host:
	}
	reach := c.Reach()
	switch {
	case !c.Valid():
		return "not a port that a socket can have"
	case c.Host == "" && c.Default == "":
		return "the program chooses the address"
	case reach.Empty():
		return "on another machine"
	case reach.Loopback():
		return "loopback: only this machine reaches it"
	case reach.Exposed() && c.Role == claim.Bind:
		return "every interface: other machines reach it"
	case reach.Exposed():
		return "this machine"
	}
	return "one address: whoever reaches that reaches it"
}

// maxOthers is how many claims of the same port are named; the rest are counted.
const maxOthers = 6

func (m markup) otherClaims(snap *snapshot, p check.Place) string {
	others := snap.world().Claims(p.Claim.Endpoint, p)
	if len(others) == 0 {
		return ""
	}
	var named []string
	for _, o := range others[:min(len(others), maxOthers)] {
		at, t, _ := snap.source(o.Path)
		line := t.position(protocol.PositionEncodingKindUTF8, o.Claim.Digits.Start).Line + 1
		label := fmt.Sprintf("%s:%d", snap.relative(o.Path), line)
		name := m.link(label, fmt.Sprintf("%s#L%d", at, line))
		if o.Claim.Key != "" {
			name += " " + m.code(o.Claim.Key)
		}
		named = append(named, name)
	}
	list := "Also in " + strings.Join(named, ", ")
	if rest := len(others) - len(named); rest > 0 {
		list += fmt.Sprintf(" and %d more", rest)
	}
	return list
}

// companions tells what else the program opens.
func (m markup) companions(c claim.Claim) string {
	var also []string
	for _, o := range c.Also {
		also = append(also, fmt.Sprintf("%s (%s)", m.code(strconv.Itoa(o.Port)), o.Use))
	}
	if also == nil {
		return ""
	}
	return "Also opens " + strings.Join(also, " and ") + ", unless told otherwise elsewhere"
}
