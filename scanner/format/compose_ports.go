package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ports returns the claims of a service's ports, in the short and the long syntax.
func (s composeService) ports(base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, item := range items(s.node.Get("ports")) {
		base := base
		base.Key = index(base.Key+".ports", i)
		if item = item.Resolved(); item != nil && item.Kind == syntax.Mapping {
			claims = append(claims, s.longPort(item, base)...)
			continue
		}
		mapped := mappingClaims(item.Value().Interpolate(), base)
		if len(mapped) > 1 && base60(item) {
			mapped[0].Quote = &claim.Edit{Span: item.Span, New: `"` + item.Text + `"`}
		}
		claims = append(claims, mapped...)
	}
	return claims
}

// base60 reports whether a scalar is what YAML 1.1 takes for a whole number in base 60 (yaml.org/type/int.html), as
// docker-compose 1 and podman-compose do (docker/compose#3109, containers/podman-compose#736).
func base60(n *syntax.Node) bool { return n.Quote == 0 && sexagesimal.MatchString(n.Text) }

var sexagesimal = regexp.MustCompile(`^[1-9][0-9]*(:[0-5]?[0-9])+$`)

// longPort reads a port of the long syntax: target, published, host_ip, protocol.
func (s composeService) longPort(n *syntax.Node, base claim.Claim) []claim.Claim {
	key := base.Key
	base.Protocol = protocolOf(n.Get("protocol").Value().Interpolate().Value)
	var claims []claim.Claim
	target := n.Get("target").Value().Interpolate().Trim()
	to, ok := wholePort(target)
	if ok {
		base.Key = key + ".target"
		claims = append(claims, insideClaim(target, to, base))
	}
	published := n.Get("published").Value().Interpolate().Trim()
	from, ok := wholePort(published)
	if !ok {
		return claims
	}
	base.Key = key + ".published"
	c := publishedClaim(base, from, to)
	place(&c, published, 0, len(published.Value), 0, len(published.Value))
	switch host := n.Get("host_ip").Value().Interpolate().Trim(); {
	case host.Hole(0) != nil:
		c.Default = ""
	case host.Value != "":
		c.Host = host.Value
		if wildcard(host.Value) {
			c.Narrow = &claim.Edit{Span: host.Span(0, len(host.Value)), New: "127.0.0.1"}
		}
	default:
		c.Narrow = s.addHost(n)
	}
	return append(claims, c)
}

// addHost returns the edit that puts a host_ip before a port's published, on a line of its own where the
// mapping is not written in braces.
func (s composeService) addHost(n *syntax.Node) *claim.Edit {
	text := s.file.Text
	for _, p := range n.Pairs {
		if p.Key != "published" {
			continue
		}
		at := p.KeySpan.Start
		line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
		separator := "\n" + strings.ReplaceAll(line, "-", " ")
		if strings.Contains(text, "\r\n") {
			separator = "\r" + separator
		}
		if strings.Trim(line, " -") != "" {
			separator = ", "
		}
		return &claim.Edit{Span: claim.Span{Start: at, End: at}, New: "host_ip: 127.0.0.1" + separator}
	}
	return nil
}
