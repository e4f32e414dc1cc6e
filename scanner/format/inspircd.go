package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// InspIRCd (docs.inspircd.org, "Configuration"), whose tags are never closed: <bind port="6667-6669"> listens, and <link>
// goes to another server.
var _ = register(format{
	name:    "inspircd",
	files:   []string{"inspircd*.conf", "inspircd*.conf.*", "inspircd/*.conf", "*.conf"},
	servers: []string{"inspircd"},
	is:      func(f File) bool { return ircTag.MatchString(f.Text) },
	scan: func(f File) []claim.Claim {
		var claims []claim.Claim
		for _, at := range ircTag.FindAllStringIndex(f.Text, -1) {
			name := f.Text[at[0]+len("<") : at[1]]
			name = strings.ToLower(strings.TrimSpace(name))
			base := serverBase(f, "inspircd")
			base.Key = name + ".port"
			tag := attributesAt(f.Text, at[1])
			if base.Host, _ = hostName(tag["address"].Value); name == "link" {
				base.Host, _ = hostName(tag["ipaddr"].Value)
				base.Role = claim.Connect
			} else if base.Host == "" {
				base.Default = "*"
			}
			claims = append(claims, ircPorts(tag["port"], base)...)
		}
		return claims
	},
})

// ircTag finds the beginning of a tag that has a port.
var ircTag = regexp.MustCompile(`(?mi)^[ \t]*<(bind|link)[ \t\r\n]`)

// ircPorts reads the ports of a tag, of which there may be ranges and several.
func ircPorts(ports syntax.Text, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, port := range ports.Split(",") {
		port = port.Trim()
		e, ok := wholePort(port)
		if !ok {
			continue
		}
		c := base
		c.Port, c.EndPort = e.Port, e.EndPort
		place(&c, port, 0, len(port.Value), 0, len(port.Value))
		judge(&c)
		claims = append(claims, c)
	}
	return claims
}
