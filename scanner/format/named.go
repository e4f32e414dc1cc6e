package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// named returns the claims of an application's settings, most of which it makes up itself: those that the manual has
// an entry for are read by it, the rest by the names in their paths, so that the port in rabbitmq.port is one to
// connect to.
func (m manual) named(settings []setting, base claim.Claim) []claim.Claim {
	var known, rest []setting
	for _, s := range settings {
		if m.entry(canonical(s.key)) != nil {
			known = append(known, s)
			continue
		}
		rest = append(rest, setting{name: s.key, key: s.key, value: s.value})
		if !strings.Contains(s.value.Value, ":") {
			known = append(known, s) // for the host it may be
		}
	}
	claims := m.claims(known, base)
	for _, c := range settingClaims(rest, base) {
		if nameOf(settingName(c.Key)).has(proseNames) {
			continue
		}
		claims = append(claims, c)
	}
	return claims
}

// embedded returns the settings below a node of a file whose values may be Ruby in a template: the value of
// <%= ENV.fetch("PORT") { 3000 } %> is what the expression comes to.
func embedded(root *syntax.Node) []setting {
	var settings []setting
	root.Walk(func(key string, n *syntax.Node) bool {
		if n.Kind != syntax.Scalar {
			return true
		}
		value := n.Value().Interpolate()
		if rest, found := strings.CutPrefix(n.Text, "<%="); found {
			inner := *n
			rest = strings.TrimSuffix(rest, "%>")
			inner.Text = strings.TrimSpace(rest)
			inner.Span.Start += len("<%=") + strings.Index(rest, inner.Text)
			inner.Span.End = inner.Span.Start + len(inner.Text)
			inner.Quote = 0
			value = inner.Result()
		}
		settings = append(settings, setting{settingName(key), key, value})
		return true
	})
	return settings
}
