package format

import (
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// parting returns how the service gets a list of ports of its own, where it has that list by an anchor, a merge or
// because it extends a service of the file. It is nil where the list is its own already, and where some number of it is
// not written out alone.
func (s composeService) parting(ports *syntax.Node, claims []claim.Claim) *claim.Parting {
	tag := ""
	own := s.node.Get("ports")
	if own != ports { // what it extends has them, and would add them (the compose specification, "extends")
		if own != nil {
			return nil
		}
		tag = "!override "
	}
	at, before, behind, ok := s.ownPorts()
	if !ok || ports == nil {
		return nil
	}
	var b strings.Builder
	b.WriteString(before)
	b.WriteString(tag + "[")
	p := &claim.Parting{Group: s.name}
	for i, item := range ports.Items {
		item = item.Resolved()
		text, offset, plain := flowItem(item)
		if !plain {
			return nil
		}
		if i > 0 {
			b.WriteString(", ")
		}
		for _, c := range claims {
			if c.Scope != claim.Host || c.Digits.Start < item.Span.Start || c.Digits.End > item.Span.End {
				continue
			}
			if c.Digits.In(s.file.Text) != strconv.Itoa(c.Port) {
				return nil
			}
			start := b.Len() + offset + c.Digits.Start - item.Span.Start
			p.Numbers = append(p.Numbers, claim.Span{Start: start, End: start + c.Digits.Len()})
		}
		b.WriteString(text)
	}
	b.WriteString("]" + behind)
	p.Own = claim.Edit{Span: at, New: b.String()}
	return p
}

// ownPorts returns where the service's own ports are to be written, and what is to stand before and behind the list.
func (s composeService) ownPorts() (at claim.Span, before, behind string, ok bool) {
	if s.alias.Len() > 0 { // worker: *web
		return s.alias, "{ <<: " + s.alias.In(s.file.Text) + ", ports: ", " }", true
	}
	for _, p := range s.node.Pairs {
		if p.Key == "ports" {
			return p.Value.Span, "", "", p.Value.Alias != nil // ports: *ports
		}
	}
	if len(s.node.Pairs) == 0 {
		return at, "", "", false
	}
	text, first := s.file.Text, s.node.Pairs[0].KeySpan.Start
	line := text[strings.LastIndexByte(text[:first], '\n')+1 : first]
	at = claim.Span{Start: first, End: first}
	switch {
	case text[s.node.Span.Start] == '{':
		return at, "ports: ", ", ", true
	case strings.Trim(line, " ") == "" && line != "":
		end := "\n"
		if strings.Contains(text, "\r\n") {
			end = "\r\n"
		}
		return at, "ports: ", end + line, true
	}
	return at, "", "", false
}

// flowItem returns the text of an item of ports as it is inside of brackets, and where in it the item's own text begins.
func flowItem(n *syntax.Node) (text string, offset int, ok bool) {
	if n == nil || n.Kind != syntax.Scalar || strings.ContainsAny(n.Text, "\r\n,[]{}#&*!|>%@`") || n.Quote == '|' || n.Quote == '>' {
		return "", 0, false
	}
	quote := `"`
	if n.Quote == '\'' {
		quote = "'"
	}
	return quote + n.Text + quote, 1, true
}
