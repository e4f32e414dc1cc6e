package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Twemproxy (github.com/twitter/twemproxy, "Configuration"): each pool listens, and goes to servers that are written
// host:port:weight.
var _ = register(format{
	name:    "twemproxy",
	files:   []string{"nutcracker*.yml", "nutcracker*.yaml", "twemproxy*.yml", "twemproxy*.yaml", "*.yml", "*.yaml"},
	servers: []string{"nutcracker"},
	is: func(f File) bool {
		return (strings.Contains(f.Text, "servers:") || strings.Contains(f.Text, "listen:")) && twemproxyOnly.MatchString(f.Text)
	},
	also: []companion{{port: 22222, use: "statistics"}},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, root := range syntax.YAML(f.Text) {
			for _, pool := range entries(root) {
				base := serverBase(f, "nutcracker")
				base.Group = pool.Key
				claims = append(claims, twemproxyPool(pool.Value, base)...)
			}
		}
		return claims
	},
})

// twemproxyOnly finds a setting that only its pools have.
var twemproxyOnly = regexp.MustCompile(`(?m)^[ \t]+(distribution: *(ketama|modula|random)|auto_eject_hosts:|server_failure_limit:|hash: *(one_at_a_time|md5|crc16|crc32a?|fnv1a?_(64|32)|hsieh|murmur|jenkins))`)

func twemproxyPool(pool *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(pool) {
		base := base
		base.Key = syntax.Join(base.Group, p.Key)
		switch p.Key {
		case "listen":
			claims = append(claims, listClaims(p.Value.Value().Interpolate(), base)...)
		case "servers":
			base.Role = claim.Connect
			for _, server := range texts(p.Value) {
				address, _, _ := server.Cut(' ')
				if weight := strings.LastIndexByte(address.Value, ':'); weight > 0 {
					claims = append(claims, listClaims(address.Slice(0, weight), base)...)
				}
			}
		}
	}
	return claims
}
