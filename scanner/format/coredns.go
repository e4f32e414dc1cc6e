package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// CoreDNS (coredns.io/manual/configuration, and the plugins' pages). A server's block begins with the zones that it answers
// for and the port behind each; where it listens is every address unless bind says otherwise.
var _ = register(format{
	name:    "coredns",
	files:   []string{"corefile", "corefile.*", "corefile-*", "*.corefile"},
	servers: []string{"coredns"},
	scan: func(f File) []claim.Claim {
		all := syntax.Directives(f.Text, false)
		binds := bindsOf(all)
		var claims []claim.Claim
		for _, d := range all {
			base := serverBase(f, "coredns")
			switch {
			case d.Parent != nil:
				base.Key, base.Group = d.Name(), corednsServer(d)
				claims = append(claims, corednsPlugin(d, base)...)
			case d.Block && !strings.HasPrefix(d.Name(), "("): // a snippet's name
				claims = append(claims, corednsZones(d, binds[d], base)...)
			}
		}
		return claims
	},
})

// corednsServer returns the first zone of the server that a directive is in.
func corednsServer(d *syntax.Directive) string {
	for d.Parent != nil {
		d = d.Parent
	}
	return d.Words[0].Value
}

// corednsStreams are the protocols over TCP by what stands before a zone; DNS itself and QUIC are over UDP.
var corednsStreams = words("tls https grpc")

// corednsZones reads the ports behind the zones of a server: .:53, tls://example.org:853.
func corednsZones(d *syntax.Directive, bind syntax.Text, base claim.Claim) []claim.Claim {
	base.Key, base.Group, base.Default = "zone", d.Words[0].Value, "*"
	if bind.Value != "" {
		base.Default = ""
		if host, found := listenHostOf(bind); found && !claim.ReachOf(host.Value).Empty() { // rather than an interface
			base.Host = host.Value
			if wildcard(host.Value) {
				base.Narrow = &claim.Edit{Span: host.Span(0, len(host.Value)), New: loopbackFor(host.Value)}
			}
		}
	}
	var claims []claim.Claim
	for _, word := range d.Words {
		for _, zone := range word.Split(",") {
			scheme, _, _ := strings.Cut(zone.Value, "://")
			at := strings.Index(zone.Value, ":{$") // of a variable, which has a colon of its own
			if at < 0 {
				at = strings.LastIndexByte(zone.Value, ':')
			}
			if at < 0 {
				continue
			}
			c, ok := caddyAddress(zone.Slice(at+1, len(zone.Value)), base)
			if c.Protocol = claim.UDP; corednsStreams[scheme] {
				c.Protocol = claim.TCP
			}
			if ok && c.Host == base.Host {
				claims = append(claims, c)
			}
		}
	}
	return claims
}

// corednsListeners are the plugins that listen at the address behind them, with the host that they take where it has none.
var corednsListeners = map[string]string{"prometheus": "localhost", "health": "*", "ready": "*", "pprof": "localhost"}

func corednsPlugin(d *syntax.Directive, base claim.Claim) []claim.Claim {
	arguments := d.Arguments()
	otherwise, listens := corednsListeners[d.Name()]
	switch {
	case listens && len(arguments) > 0:
		base.Default = otherwise
		if c, ok := caddyAddress(arguments[0], base); ok && c.Span != c.Digits {
			return []claim.Claim{c}
		}
		return nil
	case d.Name() == "forward" || d.Name() == "grpc" || d.Name() == "proxy":
		var claims []claim.Claim
		base.Role = claim.Connect
		for _, to := range arguments[min(1, len(arguments)):] {
			scheme, _, _ := strings.Cut(to.Value, "://")
			c := base
			if d.Name() != "grpc" && !corednsStreams[scheme] {
				c.Protocol = claim.UDP
			}
			if c, ok := caddyAddress(to, c); ok && c.Span != c.Digits {
				claims = append(claims, c)
			}
		}
		return claims
	}
	return writtenOut(arguments, base)
}
