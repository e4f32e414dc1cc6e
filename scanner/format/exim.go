package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Exim (exim.org/exim-html-current, "Starting the daemon and the use of network interfaces"): the daemon listens on every port of
// one list, on the addresses of another, which may have ports of their own. A transport's port is another server's.
var _ = register(format{
	name:    "exim",
	files:   []string{"exim*.conf", "exim*.conf.*", "exim*.template", "exim/*.conf", "exim4/*.conf", "exim4/conf.d/*/*"},
	servers: []string{"exim", "exim4"},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "exim")
		settings := lineSettings(f.Text)
		var claims []claim.Claim
		host := "*"
		for _, s := range settings {
			if s.name != "local_interfaces" {
				continue
			}
			all, found := eximInterfaces(s, base)
			claims = append(claims, found...)
			if len(all) > 0 {
				host = all[0]
			}
			for _, one := range all {
				if wildcard(one) {
					host = "*"
				}
			}
		}
		for _, s := range settings {
			base := base
			base.Key = s.key
			switch s.name {
			case "daemon_smtp_ports", "daemon_smtp_port":
				if base.Default = "*"; host != "*" {
					base.Host = host
				}
				for _, port := range eximList(s.value) {
					claims = append(claims, listClaims(port, base)...)
				}
			case "port":
				base.Role, base.Unsure = claim.Connect, true // the router tells the host
				claims = append(claims, listClaims(s.value, base)...)
			}
		}
		return claims
	},
})

// eximList returns the items of a list, between which there are colons, or what stands behind a < at its start.
func eximList(t syntax.Text) []syntax.Text {
	separator := ":"
	if strings.HasPrefix(t.Value, "<") && len(t.Value) > 1 {
		separator = t.Value[1:2]
		t = t.Slice(2, len(t.Value))
	}
	var items []syntax.Text
	for _, item := range t.Split(separator) {
		items = append(items, item.Trim())
	}
	return items
}

// eximPort finds an address of IPv4 with a port behind a dot.
var eximPort = regexp.MustCompile(`^(\d+\.\d+\.\d+\.\d+)\.(\d+)$`)

// eximInterfaces returns the addresses of a list of them, and the claims of those with a port: 127.0.0.1.1025, [::1]:1025.
func eximInterfaces(s setting, base claim.Claim) ([]string, []claim.Claim) {
	base.Key = s.key
	var hosts []string
	var claims []claim.Claim
	for _, item := range eximList(s.value) {
		if at := eximPort.FindStringSubmatchIndex(item.Value); at != nil {
			c := base
			c.Host = item.Value[at[2]:at[3]]
			if c, ok := addressClaim(item.Slice(at[4], at[5]), c); ok {
				claims = append(claims, c)
			}
			continue
		}
		if strings.HasPrefix(item.Value, "[") {
			if c, ok := addressClaim(item, base); ok {
				claims = append(claims, c)
				continue
			}
		}
		if host, ok := hostName(item.Value); ok && host != "" && !claim.ReachOf(host).Empty() {
			hosts = append(hosts, host)
		}
	}
	return hosts, claims
}
