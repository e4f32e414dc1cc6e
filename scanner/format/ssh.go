package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The OpenSSH client (ssh_config(5)): the ports that it forwards listen on this machine, on the loopback
// addresses unless told.
var _ = register(format{
	name:    "ssh",
	files:   []string{"ssh_config", "ssh_config.*", ".ssh/config", ".ssh/config.d/*", "ssh_config.d/*.conf"},
	servers: []string{"ssh"},
	scan:    scanSSH,
})

func scanSSH(f File) []claim.Claim {
	var claims []claim.Claim
	base := serverBase(f, "ssh")
	host := "" // where the entry at hand goes
	for _, s := range lineSettings(f.Text) {
		base := base
		base.Key = s.name
		words := strings.Fields(s.value.Value)
		if len(words) == 0 {
			continue
		}
		switch canonical(s.name) {
		case "host", "match":
			host = words[0]
		case "hostname":
			host = words[0]
		case "port":
			base.Role, base.Host = claim.Connect, host
			if c, ok := addressClaim(s.value, base); ok {
				claims = append(claims, c)
			}
		case "localforward", "dynamicforward":
			claims = append(claims, forwardClaims(s.value, words, base)...)
		case "remoteforward":
			base.Scope = claim.Remote
			claims = append(claims, forwardClaims(s.value, words, base)...)
		}
	}
	return claims
}

// forwardClaims reads [address:]port and, behind a blank, host:port: where something listens and where that
// leads to.
func forwardClaims(value syntax.Text, words []string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	from := base
	from.Default = "localhost"
	front, target, _ := value.Cut(' ')
	if c, ok := addressClaim(front, from); ok {
		claims = append(claims, c)
	}
	to := base
	to.Role = claim.Connect
	// the far end of a remote forwarding is on this machine, that of a local one on the other
	if to.Scope = claim.Remote; base.Scope == claim.Remote {
		to.Scope = claim.Host
	}
	if c, ok := addressClaim(target, to); ok && len(words) > 1 && c.Span != c.Digits {
		claims = append(claims, c)
	}
	return claims
}
