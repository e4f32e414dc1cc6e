package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// writtenAddresses returns the claims of the endpoints that are written out in settings of programs that nobody here
// knows, as far as the names in their paths tell what they are for: http.addr is where a program listens, and
// redis.addr where it goes.
func writtenAddresses(settings []setting, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, s := range settings {
		name := nameOf(settingName(s.key))
		if !strings.ContainsAny(s.value.Value, ":=;") && !strings.Contains(s.value.Value, "/ip4/") || name.has(proseNames) {
			continue
		}
		at, _ := mappingOf(s.key)
		path := append(nameOf(withoutIndexes(at)), name...)
		if len(name) == 1 && protocols[name[0]] && nameOf(at).has(servers) { // web.http
			name = append(name, "listen")
		}
		base := insideOf(s.key, base)
		base.Key = s.key
		for _, c := range addressClaims(s.value, name, base) {
			claims = append(claims, path.told(c, name, s.value))
		}
	}
	return claims
}

// protocols are the names of settings that are nothing but the protocol that an address is for.
var protocols = words("http https grpc rpc tcp udp ws wss")

// insights are what the names of settings end with that are nothing but the address at which a program lets others look into
// it, or steer it.
var insights = words("controller debug health healthz metrics pprof")

// told returns a claim of a setting's value as the names in its path have it, where its own name says nothing of listening:
// whether a local address alone is the program's own is told by the sections that it is in. Where they do not tell
// either, nothing is sure.
func (n name) told(c claim.Claim, own name, value syntax.Text) claim.Claim {
	if wildcard(c.Host) || c.Host == "" || c.Scope == claim.Remote || own.has(listenWords) || own.listensAtURL() && len(own) > 1 {
		return c
	}
	alone := c.Span == value.Trim().Cover(0, len(value.Trim().Value))
	switch {
	case own.listensAtURL(): // alone it is most programs' name for where they go
		return going(c)
	case c.Role == claim.Bind && (n.goes() || n.has(outward) || own.last() == "addresses"): // a program has but one of its own
		return going(c)
	case c.Role == claim.Bind && !n.has(servers) && !own.port():
		c.Unsure = true
	case c.Role == claim.Connect && alone && n.has(listeners) && !n.goes() && !n.has(outward):
		c.Role = claim.Bind
	case c.Role == claim.Connect && alone && insights[own.last()] && !n.goes() && !n.has(outward):
		c.Role, c.Unsure = claim.Bind, true
	}
	return c
}

// listeners are words for the sections of a file that list where a program listens: listener.http.internal.
var listeners = words("listen listener listeners")

// outward are words for the sections of a file that say where a program goes.
var outward = words("dial endpoint endpoints output outputs proxied servers sink sinks")
