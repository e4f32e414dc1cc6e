package format

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// mappingClaims reads a port that a container engine publishes, in the notation of compose and of docker run
// -p: [[host:]published:]target[/protocol], each part a number, a range or a variable. It returns the claim on
// this machine, if the mapping has one, and that inside the container. A mapping without a published port
// gets one that the engine picks, which nothing claims. The notation is that of the compose specification,
// "Short syntax"; an IPv6 host stands with brackets or without.
func mappingClaims(t syntax.Text, base claim.Claim) []claim.Claim {
	t = t.Trim()
	if front, protocol, found := t.Cut('/'); found {
		t = front
		base.Protocol = protocolOf(protocol.Value)
	}
	i := strings.LastIndexByte(t.Value, ':')
	target := t.Slice(i+1, len(t.Value))
	to, ok := wholePort(target)
	if !ok {
		return nil
	}
	inside := insideClaim(target, to, base)
	if i < 0 {
		return []claim.Claim{inside}
	}
	portStart := strings.LastIndexByte(t.Value[:i], ':') + 1
	hostEnd := max(0, portStart-1)
	published, ok := wholePort(t.Slice(portStart, i))
	if !ok {
		return []claim.Claim{inside}
	}
	c := publishedClaim(base, published, to)
	c.TargetSpan = inside.Digits
	c.Host = strings.TrimSuffix(strings.TrimPrefix(t.Value[:hostEnd], "["), "]")
	place(&c, t, 0, i, portStart, i)
	if c.Fault != "" && t.Unbroken(portStart, i) {
		c.Mend = &claim.Edit{Span: c.Digits, New: fmt.Sprintf("%d-%d", c.Port, c.Port+to.EndPort-to.Port)}
	}
	switch {
	case t.Hole(0) != nil && portStart > 0:
		c.Host, c.Default = "", "" // whatever the variable says
	case portStart == 0:
		at := t.Cover(0, 1).Start
		c.Narrow = &claim.Edit{Span: claim.Span{Start: at, End: at}, New: "127.0.0.1:"}
	case wildcard(c.Host):
		c.Narrow = &claim.Edit{Span: t.Span(0, hostEnd), New: "127.0.0.1"}
	}
	return []claim.Claim{c, inside}
}

// publishedClaim returns the claim on this machine of ports that lead to target, as Docker publishes them.
func publishedClaim(base claim.Claim, published, target claim.Endpoint) claim.Claim {
	c := base
	c.Role = claim.Bind
	c.Port, c.EndPort = published.Port, published.EndPort
	c.Default = "*"
	c.Target = target.Port
	c.PastFirewall = true
	c.AnyOf = published.Port != published.EndPort && target.Port == target.EndPort
	from, to := published.EndPort-published.Port+1, target.EndPort-target.Port+1
	if from != to && from > 0 && to > 1 && published.Valid() && target.Valid() {
		c.Fault = fmt.Sprintf("%s published for %d of the container: both ranges must be of one length", portsAre(from), to)
	}
	return c
}

func portsAre(n int) string {
	if n == 1 {
		return "1 port is"
	}
	return strconv.Itoa(n) + " ports are"
}

// insideClaim returns the claim inside the container of a text that is a port or a range.
func insideClaim(t syntax.Text, e claim.Endpoint, base claim.Claim) claim.Claim {
	c := base
	c.Role, c.Scope = claim.Bind, claim.Container
	c.Port, c.EndPort = e.Port, e.EndPort
	place(&c, t, 0, len(t.Value), 0, len(t.Value))
	return c
}

func protocolOf(s string) claim.Protocol {
	if strings.EqualFold(s, "udp") {
		return claim.UDP
	}
	return claim.TCP
}
