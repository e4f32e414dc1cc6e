package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The OpenSSH server (sshd_config(5)).
var _ = register(format{
	name:    "sshd",
	files:   []string{"sshd_config", "sshd_config.*", "sshd_config.d/*.conf"},
	servers: []string{"sshd", "systemd"},
	scan:    scanSSHD,
})

// scanSSHD reads Port and ListenAddress, each of which may come several times. A ListenAddress without a port is
// the host of every Port.
func scanSSHD(f File) []claim.Claim {
	settings := lineSettings(f.Text)
	base := serverBase(f, "sshd")
	base.Default = "*"
	var hosts []syntax.Text
	for _, s := range settings {
		if canonical(s.name) == "listenaddress" {
			if host, ok := hostName(s.value.Value); ok && host != "" {
				hosts = append(hosts, s.value)
			}
		}
	}
	var claims []claim.Claim
	for _, s := range settings {
		base := base
		base.Key = s.name
		switch canonical(s.name) {
		case "port":
			if len(hosts) == 1 {
				base.Host, _ = hostName(hosts[0].Value)
			}
			claims = append(claims, listClaims(s.value, base)...)
		case "listenaddress":
			if c, ok := addressClaim(s.value, base); ok && c.Span != c.Digits {
				claims = append(claims, c)
			}
		}
	}
	return claims
}
