package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// Privoxy (privoxy.org/user-manual/config.html): where it listens, and the proxies that it forwards to.
var _ = register(format{
	name:    "privoxy",
	files:   []string{"privoxy/config", "privoxy/config.*", "privoxy*.conf", "privoxy*.config"},
	servers: []string{"privoxy"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for line := range linesOf(f.Text) {
			words := fieldsOf(line)
			if len(words) < 2 {
				continue
			}
			base := serverBase(f, "privoxy")
			base.Key = words[0].Value
			switch {
			case base.Key == "listen-address":
				base.Default = "*"
				words = words[1:2]
			case strings.HasPrefix(base.Key, "forward") && len(words) > 2: // behind the pattern
				base.Role = claim.Connect
				words = words[2:]
			default:
				continue
			}
			for _, w := range words {
				if at := strings.LastIndexByte(w.Value, '@'); at >= 0 { // user:password@host:port
					w = w.Slice(at+1, len(w.Value))
				}
				if c, ok := addressClaim(w, base); ok && c.Span != c.Digits {
					claims = append(claims, c)
				}
			}
		}
		return claims
	},
})
