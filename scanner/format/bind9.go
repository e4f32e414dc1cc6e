package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The name server BIND 9 (bind9.readthedocs.io, "Configuration Reference"): listen-on port 53 { addresses; },
// inet address port 953, and addresses to ask with a port behind them.
var _ = register(format{
	name:    "bind9",
	files:   []string{"named*.conf", "named.conf.*"},
	servers: []string{"named"},
	scan:    scanBind9,
})

func scanBind9(f File) []claim.Claim {
	all := syntax.Directives(f.Text, true)
	inside := map[*syntax.Directive]string{} // the first address in a block
	for _, d := range all {
		if inside[d.Parent] == "" {
			inside[d.Parent] = d.Words[0].Value
		}
	}
	var claims []claim.Claim
	for _, d := range all {
		port := behindWord(d.Words, "port")
		if port.Value == "" {
			continue
		}
		base := serverBase(f, "named")
		base.Key = directivePath(d)
		switch d.Name() {
		case "listen-on", "listen-on-v6":
			base.Protocol, base.Default = claim.UDP, "*"
			if host, ok := hostName(inside[d]); ok && host != "any" && d.Block {
				base.Host = host
			}
			claims = append(claims, listClaims(port, base)...)
		case "inet":
			if base.Default = "*"; len(d.Words) > 1 {
				base.Host, _ = hostName(d.Words[1].Value)
			}
			claims = append(claims, listClaims(port, base)...)
		default:
			base.Role, base.Protocol = claim.Connect, claim.UDP
			claims = append(claims, hostThenPort([]syntax.Text{d.Words[0], port}, base)...)
		}
	}
	return claims
}

// behindWord returns the word that follows another, empty where none does.
func behindWord(words []syntax.Text, word string) syntax.Text {
	for i, w := range words {
		if w.Value == word && i+1 < len(words) {
			return words[i+1]
		}
	}
	return syntax.Text{}
}
