package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// embeddedFile returns what a file claims that is the value of a setting, as those of a ConfigMap are, with the scope of base
// for what would be on this machine, and base's other words. A name that no format goes by, but for the general reader,
// has none.
func embeddedFile(name string, value syntax.Text, base claim.Claim) []claim.Claim {
	file := File{Name: name, Text: value.Value}
	f, file := of(file)
	if f == nil || f.name == "general" || f.name == "kubernetes" {
		return nil
	}
	var claims []claim.Claim
	for _, c := range f.scan(file) {
		if c.Open() || !value.Unbroken(c.Digits.Start, c.Digits.End) {
			continue
		}
		inner := base
		inner.Endpoint, inner.Role, inner.Default, inner.About = c.Endpoint, c.Role, c.Default, c.About
		if c.Scope != claim.Host && c.Scope != claim.Sample {
			inner.Scope = c.Scope
		}
		inner.Key = syntax.Join(base.Key, c.Key)
		inner.Digits = value.Span(c.Digits.Start, c.Digits.End)
		inner.Span = inner.Digits
		if value.Unbroken(c.Span.Start, c.Span.End) {
			inner.Span = value.Span(c.Span.Start, c.Span.End)
		}
		claims = append(claims, inner)
	}
	return claims
}
