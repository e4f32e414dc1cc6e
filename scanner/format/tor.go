package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Tor (torrc in tor(1)): ports for programs of this machine, on its loopback address unless they say otherwise, those for
// other relays, and where the ports of onion services lead.
var _ = register(format{
	name:    "tor",
	files:   []string{"torrc", "torrc.*", "torrc-*", "*.torrc", "torrc.d/*", "tor/*.conf"},
	servers: []string{"tor"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, d := range syntax.Directives(f.Text, false) {
			arguments := interpolated(d.Arguments())
			if len(arguments) == 0 {
				continue
			}
			base := serverBase(f, "tor")
			base.Key = strings.TrimLeft(d.Words[0].Value, "+")
			host, listens := torHosts[strings.TrimLeft(d.Name(), "+")]
			switch {
			case listens:
				if base.Default = host; d.Name() == "dnsport" {
					base.Protocol = claim.UDP
				}
				if isTorFlagged(arguments[1:], "nolisten") { // what a firewall leads to another
					base.Scope = claim.Remote
				}
				claims = append(claims, listClaims(arguments[0], base)...)
			case d.Name() == "hiddenserviceport":
				target := arguments[len(arguments)-1]
				base.Role, base.Default = claim.Connect, "127.0.0.1"
				claims = append(claims, listClaims(target, base)...)
			case d.Name() == "socks4proxy" || d.Name() == "socks5proxy" || d.Name() == "httpsproxy" || d.Name() == "httpproxy":
				base.Role = claim.Connect
				claims = append(claims, listClaims(arguments[0], base)...)
			}
		}
		return claims
	},
})

// torHosts are where the ports are that Tor listens on, by their names.
var torHosts = map[string]string{
	"socksport": "127.0.0.1", "controlport": "127.0.0.1", "dnsport": "127.0.0.1", "transport": "127.0.0.1", "natdport": "127.0.0.1",
	"httptunnelport": "127.0.0.1", "extorport": "127.0.0.1", "metricsport": "127.0.0.1", "orport": "*", "dirport": "*",
}

// isTorFlagged reports whether a flag, in lower case, is among the words behind a port.
func isTorFlagged(words []syntax.Text, flag string) bool {
	return slices.ContainsFunc(words, func(w syntax.Text) bool { return strings.EqualFold(w.Value, flag) })
}
