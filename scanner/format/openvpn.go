package format

import (
	"regexp"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// OpenVPN (openvpn(8)): a server listens on port, on UDP unless proto says otherwise; a client goes to remote.
var _ = register(format{
	name:    "openvpn",
	files:   []string{"*.ovpn", "openvpn*.conf", "openvpn/*.conf", "openvpn/server/*.conf", "openvpn/client/*.conf", "*.conf"},
	servers: []string{"openvpn"},
	is:      func(f File) bool { return openvpnOnly.MatchString(f.Text) },
	scan:    scanOpenVPN,
})

// openvpnOnly finds a setting that only OpenVPN has.
var openvpnOnly = regexp.MustCompile(`(?m)^(dev (tun|tap)|tls-auth |tls-crypt |ifconfig-pool|push "|remote-cert-tls |resolv-retry )`)

func scanOpenVPN(f File) []claim.Claim {
	all := syntax.Directives(f.Text, false)
	local, protocol := "", claim.UDP
	for _, d := range all {
		if len(d.Arguments()) == 0 {
			continue
		}
		switch value := d.Arguments()[0].Value; d.Name() {
		case "local":
			local = value
		case "proto":
			if len(value) > 2 && value[:3] == "tcp" {
				protocol = claim.TCP
			}
		}
	}
	var claims []claim.Claim
	for _, d := range all {
		arguments := d.Arguments()
		base := serverBase(f, "openvpn")
		base.Key, base.Protocol = d.Name(), protocol
		switch {
		case len(arguments) == 0:
		case d.Name() == "port" || d.Name() == "lport":
			base.Host, base.Default = local, "*"
			if c, ok := addressClaim(arguments[0], base); ok {
				claims = append(claims, c)
			}
		case d.Name() == "remote":
			base.Role = claim.Connect
			claims = append(claims, hostThenPort(arguments, base)...)
		case d.Name() == "management":
			base.Protocol = claim.TCP
			claims = append(claims, hostThenPort(arguments, base)...)
		}
	}
	return claims
}
