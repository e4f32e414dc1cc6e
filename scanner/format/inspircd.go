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
			tag := ircTagAt(f.Text, at[1])
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

// ircAttribute finds an attribute at the beginning of a text.
var ircAttribute = regexp.MustCompile(`^[ \t\r\n]*([\w-]+)="([^"\n]*)"?`)

// ircTagAt returns the attributes of the tag whose name ends at i. What is no attribute costs its line.
func ircTagAt(text string, i int) map[string]syntax.Text {
	attributes := map[string]syntax.Text{}
	for i < len(text) {
		if at := ircAttribute.FindStringSubmatchIndex(text[i:]); at != nil {
			attributes[strings.ToLower(text[i+at[2]:i+at[3]])] = syntax.Verbatim(text[i+at[4]:i+at[5]], i+at[4])
			i += at[1]
			continue
		}
		line := text[i:]
		if n := strings.IndexByte(line, '\n'); n >= 0 {
			line = line[:n]
		}
		if strings.ContainsAny(line, "<>") {
			break
		}
		i += len(line) + 1
	}
	return attributes
}

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
