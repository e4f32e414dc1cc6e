package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Net-SNMP (snmpd.conf(5), snmptrapd.conf(5), "LISTENING ADDRESSES" in snmpcmd(1)): where the agent listens, over UDP unless told,
// and where it sends its traps.
var _ = register(format{
	name:    "snmpd",
	files:   []string{"snmpd*.conf", "snmpd*.conf.*", "snmptrapd*.conf"},
	servers: []string{"snmpd", "snmptrapd"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, line := range syntax.Verbatim(f.Text, 0).Split("\n") {
			words := fieldsOf(line)
			if len(words) < 2 {
				continue
			}
			base := serverBase(f, "snmpd")
			base.Key = words[0].Value
			switch strings.ToLower(base.Key) {
			case "agentaddress", "snmptrapdaddr":
				base.Default = "*"
				for _, at := range words[1].Split(",") {
					if c, ok := snmpAddress(at, base); ok {
						claims = append(claims, c)
					}
				}
			case "trapsink", "trap2sink", "informsink":
				base.Role = claim.Connect
				if c, ok := snmpAddress(words[1], base); ok && c.Span != c.Digits {
					claims = append(claims, c)
				} else if len(words) > 3 { // the community stands between
					base.Protocol = claim.UDP
					claims = append(claims, hostThenPort([]syntax.Text{words[1], words[3]}, base)...)
				}
			}
		}
		return claims
	},
})

// snmpAddress reads [transport:][host:]port.
func snmpAddress(t syntax.Text, base claim.Claim) (claim.Claim, bool) {
	base.Protocol = claim.UDP
	transport, rest, found := t.Cut(':')
	switch name := strings.ToLower(transport.Value); {
	case !found:
	case strings.HasPrefix(name, "udp"), strings.HasPrefix(name, "dtlsudp"):
		t = rest
	case strings.HasPrefix(name, "tcp"), strings.HasPrefix(name, "tlstcp"), name == "ssh":
		base.Protocol = claim.TCP
		t = rest
	case name == "unix":
		return base, false
	}
	return addressClaim(t, base)
}
