package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ProFTPD (proftpd.org/docs/directives): the server and each virtual one have a port. The ports for data are opened as they
// are needed.
var _ = register(format{
	name:    "proftpd",
	files:   []string{"proftpd*.conf", "proftpd*.conf.*", "proftpd/*.conf", "proftpd/*/*.conf"},
	servers: []string{"proftpd"},
	scan: func(f File) []claim.Claim {
		all := syntax.Directives(f.Text, false)
		address := ""
		for _, d := range all {
			if d.Name() == "defaultaddress" && len(d.Arguments()) > 0 {
				address, _ = hostName(d.Arguments()[0].Value)
			}
		}
		var claims []claim.Claim
		virtual := false // a virtual server, which is on an address of its own
		for _, d := range all {
			base := serverBase(f, "proftpd")
			base.Key = d.Words[0].Value
			if name := strings.TrimLeft(d.Name(), "</"); name != d.Name() && strings.HasPrefix(name, "virtualhost") {
				virtual = d.Name()[1] != '/'
			}
			if d.Name() != "port" {
				claims = append(claims, writtenOut(interpolated(d.Arguments()), base)...)
				continue
			}
			base.Default = "*"
			if virtual {
				base.Default = ""
			} else if !claim.ReachOf(address).Empty() {
				base.Host = address
			}
			for _, a := range interpolated(d.Arguments()) {
				claims = append(claims, listClaims(a, base)...)
			}
		}
		return claims
	},
})
