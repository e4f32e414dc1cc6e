package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Tor (tor(1)): the ports for this machine's programs, on its loopback address unless told, those for other relays, on every one,
// and the servers that its hidden services lead to. A port of 0 is off, and auto is picked by Tor.
var _ = register(format{
	name:    "tor",
	files:   []string{"torrc", "torrc.*", "*.torrc", "torrc-*", "tor/torrc.d/*"},
	servers: []string{"tor"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, line := range syntax.Verbatim(f.Text, 0).Split("\n") {
			words := fieldsOf(line)
			if len(words) < 2 {
				continue
			}
			base := serverBase(f, "tor")
			base.Key = words[0].Value
			option, at := strings.ToLower(base.Key), words[1]
			switch {
			case torForOthers[option]:
				base.Default = "*"
			case torForOurs[option]:
				base.Default = "127.0.0.1"
			case option == "hiddenserviceport" && len(words) > 2: // the port that the service is known by comes first
				base.Role, at = claim.Connect, words[2]
				base.Default = "127.0.0.1"
			default:
				continue
			}
			if c, ok := addressClaim(at, base); ok {
				claims = append(claims, c)
			}
		}
		return claims
	},
})

var (
	torForOurs   = words("socksport controlport transport natdport dnsport httptunnelport metricsport")
	torForOthers = words("orport dirport extorport")
)
