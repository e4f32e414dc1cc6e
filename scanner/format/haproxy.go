package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// HAProxy (docs.haproxy.org, "Configuration Manual", 4.2 and 11).
var _ = register(format{
	name:    "haproxy",
	files:   []string{"haproxy*.cfg", "haproxy*.cfg.*", "haproxy*.conf", "*.cfg", "*.conf"},
	servers: []string{"haproxy"},
	is:      isHAProxy,
	scan:    scanHAProxy,
})

// haproxySections are the words that begin a section.
var haproxySections = words("global defaults frontend backend listen peers resolvers mailers userlist cache program ring")

// isHAProxy tells a file of HAProxy by two sections, of which one serves.
func isHAProxy(f File) bool {
	sections, serves := 0, false
	for line := range strings.Lines(f.Text) {
		name, _, _ := strings.Cut(strings.TrimRight(line, " \t\r\n"), " ")
		if haproxySections[name] {
			sections++
			serves = serves || name == "frontend" || name == "backend" || name == "listen"
		}
	}
	return serves && sections > 1 || serves && strings.HasPrefix(strings.ToLower(f.Base()), "haproxy")
}

func scanHAProxy(f File) []claim.Claim {
	var claims []claim.Claim
	base := serverBase(f, "haproxy")
	for _, d := range syntax.Directives(f.Text, false) {
		name, arguments := d.Words[0].Value, interpolated(d.Arguments())
		base.Key = syntax.Join(base.Group, name)
		if haproxySections[name] {
			if base.Group = name; len(arguments) > 0 {
				base.Group = arguments[0].Value
			}
			base.Key = base.Group
			if len(arguments) > 1 && (name == "frontend" || name == "listen") {
				claims = append(claims, haproxyBind(arguments[1:], base)...)
			}
			continue
		}
		claims = append(claims, haproxyClaims(name, arguments, base)...)
	}
	return claims
}

func haproxyClaims(name string, arguments []syntax.Text, base claim.Claim) []claim.Claim {
	switch {
	case len(arguments) == 0:
		return nil
	case name == "bind":
		return haproxyBind(arguments, base)
	case name == "stats" && len(arguments) > 1 && arguments[0].Value == "socket":
		return haproxyBind(arguments[1:], base)
	case (name == "server" || name == "peer" || name == "mailer" || name == "nameserver") && len(arguments) > 1:
		base.Role = claim.Connect
		claims := haproxyAddress(arguments[1], base)
		for i, a := range arguments[2:] { // the proxy by which it is gone to
			if a.Value == "socks4" && i+3 < len(arguments) {
				claims = append(claims, haproxyAddress(arguments[i+3], base)...)
			}
		}
		return claims
	case name == "log":
		base.Role, base.Protocol = claim.Connect, claim.UDP
		return haproxyAddress(arguments[0], base)
	case name == "source":
		return nil
	}
	return writtenOut(arguments, base)
}

// haproxyBind reads where a frontend listens: addresses with commas between them.
func haproxyBind(arguments []syntax.Text, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, address := range arguments[0].Split(",") {
		claims = append(claims, haproxyAddress(address, base)...)
	}
	for i, c := range claims {
		// HAProxy's :80 is on every IPv4 address, and :::80 on the IPv6 ones unless v4v6 is said
		if claims[i].V6Only = c.Host == "::" && !said(arguments, "v4v6"); c.Host == "" {
			claims[i].Default = "0.0.0.0"
		}
	}
	return claims
}

// haproxyAddress reads an address, which may say its family: ipv4@, ipv6@, quic4@, sockpair@.
func haproxyAddress(t syntax.Text, base claim.Claim) []claim.Claim {
	if family, address, found := t.Cut('@'); found {
		switch {
		case strings.HasPrefix(family.Value, "quic"), strings.HasPrefix(family.Value, "udp"):
			base.Protocol = claim.UDP
		case !strings.HasPrefix(family.Value, "ip") && !strings.HasPrefix(family.Value, "tcp"):
			return nil
		}
		t = address
	}
	if !strings.Contains(t.Value, ":") {
		return nil
	}
	if c, ok := addressClaim(t, base); ok {
		return []claim.Claim{c}
	}
	return nil
}

// said reports whether one of the words is that one.
func said(all []syntax.Text, word string) bool {
	for _, t := range all {
		if t.Value == word {
			return true
		}
	}
	return false
}
