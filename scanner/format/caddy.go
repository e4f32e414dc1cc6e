package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Caddyfiles (caddyserver.com/docs/caddyfile). The host of a site's address says which requests are meant, not
// where Caddy listens: that is every address unless bind says otherwise.
var _ = register(format{
	name:    "caddy",
	files:   []string{"caddyfile", "caddyfile.*", "caddyfile-*", "*.caddyfile", "*.caddy"},
	servers: []string{"caddy"},
	scan:    scanCaddy,
})

func scanCaddy(f File) []claim.Claim {
	all := syntax.Directives(f.Text, false)
	binds := bindsOf(all)
	var claims []claim.Claim
	addresses := true // of a site, until its block begins
	for i, d := range all {
		base := serverBase(f, "caddy")
		switch {
		case d.Parent != nil:
			claims = append(claims, caddyDirective(d, base)...)
		case d.Block || addresses && (i == 0 || strings.HasSuffix(d.Words[len(d.Words)-1].Value, ",")),
			len(d.Words) == 1 && strings.Contains(d.Words[0].Value, ":"): // the one site's, behind the block of options
			claims = append(claims, caddySite(d, binds[d], base)...)
			addresses = d.Block || strings.HasSuffix(d.Words[len(d.Words)-1].Value, ",")
		default:
			claims = append(claims, caddyDirective(d, base)...)
		}
	}
	if !slices.ContainsFunc(all, isAdminOff) {
		attend(claims, caddyAlso)
	}
	return claims
}

// bindsOf returns what the bind directives of blocks say, in a Caddyfile and in the Corefile, which is read like one.
func bindsOf(all []*syntax.Directive) map[*syntax.Directive]syntax.Text {
	binds := map[*syntax.Directive]syntax.Text{}
	for _, d := range all {
		if d.Name() == "bind" && len(d.Arguments()) > 0 {
			binds[d.Parent] = d.Arguments()[0]
		}
	}
	return binds
}

// isAdminOff reports whether a directive is the option without which the admin API listens.
func isAdminOff(d *syntax.Directive) bool {
	return d.Name() == "admin" && len(d.Arguments()) == 1 && d.Arguments()[0].Value == "off"
}

// caddySite reads the addresses of a site. A name in parentheses is that of a snippet or a route.
func caddySite(d *syntax.Directive, bind syntax.Text, base claim.Claim) []claim.Claim {
	if name := d.Words[0].Value; name == "" || strings.ContainsRune(name, '(') {
		return nil
	}
	base.Group = strings.TrimSuffix(d.Words[0].Value, ",")
	base.Key = base.Group
	base.Default = "*"
	var claims []claim.Claim
	for _, word := range d.Words {
		for _, address := range word.Split(",") {
			c, ok := caddyAddress(address, base)
			if !ok || c.Span == c.Digits {
				continue
			}
			if c.Narrow = nil; !local(c.Host) {
				c.Host = ""
			}
			c.Scope = base.Scope
			if host, found := listenHostOf(bind); found {
				c.Host = host.Value
			}
			claims = append(claims, c)
		}
	}
	return claims
}

// caddyAddress reads an address in which {$NAME:default} may stand for a variable.
func caddyAddress(t syntax.Text, base claim.Claim) (claim.Claim, bool) {
	if len(t.Value) > maxAddress {
		return claim.Claim{}, false
	}
	variable, supplied := "", claim.Span{}
	expanded := t.Expand("{$", "}", func(inner syntax.Text) (syntax.Text, bool) {
		name, otherwise, found := inner.Cut(':')
		if found {
			variable, supplied = name.Value, otherwise.Span(0, len(otherwise.Value))
		}
		return otherwise, found
	})
	c, ok := addressClaim(expanded, base)
	if ok && variable != "" {
		c.Span = t.Span(0, len(t.Value))
		if supplied.Start <= c.Digits.Start && c.Digits.End <= supplied.End {
			c.Variable = variable
		}
	}
	return c, ok
}

// caddyGoes are the directives and options whose arguments are addresses to go to.
var caddyGoes = words("reverse_proxy php_fastcgi forward_auth to upstream proxy")

func caddyDirective(d *syntax.Directive, base claim.Claim) []claim.Claim {
	base.Key = d.Name()
	for p := d.Parent; p != nil; p = p.Parent {
		base.Group = strings.TrimSuffix(p.Words[0].Value, ",")
	}
	arguments := d.Arguments()
	option := base.Group == "" && d.Parent != nil // of the global options, whose block has no name
	var claims []claim.Claim
	switch name := d.Name(); {
	case option && (name == "http_port" || name == "https_port"), option && name == "admin":
		if base.Default = "*"; name == "admin" {
			base.Default = "localhost"
		}
		for _, a := range arguments {
			if c, ok := caddyAddress(a, base); ok {
				claims = append(claims, c)
			}
		}
	case d.Block && d.Parent.Name() == "layer4":
		for _, a := range d.Words {
			if c, ok := caddyAddress(a, base); ok && c.Span != c.Digits {
				claims = append(claims, c)
			}
		}
	case name == "health_port" && d.Parent != nil:
		base.Role = claim.Connect
		for _, upstream := range d.Parent.Arguments() {
			if to, ok := caddyAddress(upstream, base); ok && to.Span != to.Digits && base.Host == "" {
				base.Host = to.Host
			}
		}
		for _, a := range arguments {
			if c, ok := caddyAddress(a, base); ok && c.Span == c.Digits {
				claims = append(claims, c)
			}
		}
	case caddyGoes[name]:
		base.Role = claim.Connect
		for _, a := range arguments {
			if c, ok := caddyAddress(a, base); ok && c.Span != c.Digits {
				claims = append(claims, c)
			}
		}
	default:
		return writtenOut(arguments, base)
	}
	return claims
}

// caddyAlso: caddyserver.com/docs/api.
var caddyAlso = []companion{{port: 2019, use: "the admin API", unless: "admin"}}
