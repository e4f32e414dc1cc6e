package format

import (
	"net/netip"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// listClaims returns the claims of a text that lists addresses, see addressClaim. A port alone counts at the
// beginning of the text and behind a comma only, since other words of a setting may be numbers too.
func listClaims(t syntax.Text, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, list := range t.Split(",") {
		first := true
		for _, part := range list.Split(" \t\r\n") {
			if part.Value == "" {
				continue
			}
			c, ok := addressClaim(part, base)
			if ok && (first || c.Span != c.Digits) {
				claims = append(claims, c)
			}
			first = false
		}
	}
	return claims
}

// maxAddress is the length in bytes above which no text is read as an address.
const maxAddress = 1024

// addressClaim reads a text that is an address and nothing else: [scheme://][host:]port[/path], with a range or a
// variable for the port if need be, and /udp for the path. The claim is base with the endpoint; a base with a host
// is for an address without one. A socket in the file system is none.
func addressClaim(t syntax.Text, base claim.Claim) (claim.Claim, bool) {
	c := base
	if len(t.Value) > maxAddress {
		return c, false
	}
	t = unquoted(t.Trim())
	t, schemed := withoutScheme(t, &c)
	if t.Value == "" {
		return c, false
	}
	if i := strings.IndexAny(t.Value, "/?"); i >= 0 {
		switch path := strings.ToLower(t.Value[i+1:]); {
		case path == "udp":
			c.Protocol = claim.UDP
		case path != "tcp" && !schemed && c.Role == claim.Bind:
			return c, false
		}
		t = t.Slice(0, i)
	}
	i := strings.LastIndexByte(t.Value, ':')
	e, ok := wholePort(t.Slice(i+1, len(t.Value)))
	if !ok || i < 0 && schemed {
		return c, false
	}
	c.Port, c.EndPort = e.Port, e.EndPort
	place(&c, t, 0, len(t.Value), i+1, len(t.Value))
	if c.Open() && c.Variable == "" { // the variable's name is still to be typed
		return c, false
	}
	if i < 0 {
		judge(&c)
		return c, true
	}
	if c.Host, ok = hostName(t.Value[:i]); !ok {
		return c, false
	}
	c.Narrow = nil
	at := t.Span(0, i)
	switch {
	case strings.ContainsRune(c.Host, 0):
		c.Host, c.Default = "", ""
		if c.Role == claim.Connect {
			return c, false
		}
	case c.Host == "" && c.Role == claim.Bind:
		c.Default = "*"
		c.Narrow = &claim.Edit{Span: at, New: "127.0.0.1"}
	case c.Host == "::" && c.Role == claim.Bind:
		c.Narrow = &claim.Edit{Span: at, New: "[::1]"}
	case wildcard(c.Host) && c.Role == claim.Bind:
		c.Narrow = &claim.Edit{Span: at, New: "127.0.0.1"}
	}
	judge(&c)
	return c, true
}

// withoutScheme returns an address without its scheme and its user, and whether there was a scheme; it is empty
// for a socket in the file system.
func withoutScheme(t syntax.Text, c *claim.Claim) (syntax.Text, bool) {
	i := strings.Index(t.Value, "://")
	if i < 0 {
		if strings.HasPrefix(t.Value, "unix:") {
			return syntax.Text{}, false
		}
		if c.Role == claim.Connect {
			// Kafka's 1@localhost:9093 and MongoDB's set/localhost:27017
			front := strings.IndexAny(t.Value[:strings.IndexByte(t.Value+":", ':')], "@/")
			t = t.Slice(front+1, len(t.Value))
		}
		return t, false
	}
	scheme := strings.ToLower(t.Value[:i])
	if strings.HasSuffix(scheme, "unix") {
		return syntax.Text{}, true
	}
	if strings.HasSuffix(scheme, "udp") {
		c.Protocol = claim.UDP
	}
	t = t.Slice(i+len("://"), len(t.Value))
	end := strings.IndexAny(t.Value, "/?")
	if end < 0 {
		end = len(t.Value)
	}
	return t.Slice(strings.LastIndexByte(t.Value[:end], '@')+1, len(t.Value)), true
}

// hostName returns a host without its brackets, and whether it can be one.
func hostName(s string) (string, bool) {
	host := strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")
	if strings.ContainsRune(host, ':') {
		_, err := netip.ParseAddr(host)
		return host, err == nil
	}
	for i := range len(host) {
		if c := host[i]; !letter(c) && !digit(c) && strings.IndexByte(".-_*+\x00", c) < 0 && c < 0x80 {
			return host, false
		}
	}
	return host, len(host) == len(s)
}

// judge sets the scope of a claim to Remote where its host is another machine's, or one that only the machine
// at hand could tell.
func judge(c *claim.Claim) {
	switch reach := claim.ReachOf(c.Host); {
	case reach.Empty(), c.Role == claim.Connect && !reach.Loopback() && !reach.Exposed():
		c.Scope = claim.Remote
	}
}
