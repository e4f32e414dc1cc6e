package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Net-SNMP's agent and its receiver of traps (snmpd.conf(5), snmptrapd.conf(5)), whose addresses are [transport:]address, see
// snmpd(8), "LISTENING ADDRESSES".
var _ = register(format{
	name:    "snmpd",
	files:   []string{"snmpd*.conf", "snmpd*.conf.*", "snmptrapd*.conf", "snmp/*.conf"},
	servers: []string{"snmpd", "snmptrapd"},
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, d := range syntax.Directives(f.Text, false) {
			arguments := interpolated(d.Arguments())
			base := serverBase(f, "snmpd")
			base.Key = d.Words[0].Value
			switch d.Name() {
			case "agentaddress", "snmptrapdaddr", "agentxsocket":
				base.Default = "*"
			case "trapsink", "trap2sink", "informsink":
				base.Role = claim.Connect
				if len(arguments) > 2 { // host community port
					base.Protocol = claim.UDP
					claims = append(claims, hostThenPort([]syntax.Text{arguments[0], arguments[2]}, base)...)
				}
			default:
				continue
			}
			if len(arguments) == 0 {
				continue
			}
			for _, address := range arguments[0].Split(",") {
				base := base
				base.Protocol = claim.UDP
				if transport, rest, found := address.Cut(':'); found && snmpTransport.MatchString(transport.Value) {
					address = rest
					if strings.Contains(transport.Value, "tcp") {
						base.Protocol = claim.TCP
					}
				} else if d.Name() == "agentxsocket" {
					continue // a file
				}
				if c, ok := addressClaim(address, base); ok && (c.Role == claim.Bind || c.Span != c.Digits) {
					claims = append(claims, c)
				}
			}
		}
		return claims
	},
})

var snmpTransport = regexp.MustCompile(`(?i)^(udp|tcp|dtlsudp|tlstcp|ssh)(v?6|ipv6)?$`)
