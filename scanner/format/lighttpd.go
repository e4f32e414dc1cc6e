package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// lighttpd (redmine.lighttpd.net/projects/lighttpd/wiki, "Configuration", mod_proxy, mod_fastcgi): server.port and a condition
// on the socket listen, and the hosts in lists are those that requests go on to.
var _ = register(format{
	name:    "lighttpd",
	files:   []string{"lighttpd*.conf", "lighttpd*.conf.*", "lighttpd/*.conf", "lighttpd/*/*.conf", "*.conf"},
	servers: []string{"lighttpd"},
	is: func(f File) bool {
		return strings.Contains(strings.ToLower(f.Name), "lighttpd") || lighttpdOnly.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		settings := lineSettings(f.Text)
		base := serverBase(f, "lighttpd")
		socket := base
		socket.Key, socket.Default = "server.socket", "*"
		claims := lighttpdFound(lighttpdSocket, f.Text, socket)
		used, given := lighttpdVariables(settings)
		claims = append(claims, lighttpdManual.claims(used, base)...)
		named := base
		named.Unsure = true
		claims = append(claims, settingClaims(given, named)...) // where one is used tells more than its name
		for _, s := range settings {
			if name, found := strings.CutPrefix(s.value.Value, "env."); found && name != "" && s.name == "server.port" {
				open := base
				open.Key, open.Variable, open.Default = s.key, name, "*"
				open.Span = s.value.Span(0, len(s.value.Value))
				open.Digits = claim.Span{Start: open.Span.Start, End: open.Span.Start}
				claims = append(claims, open)
			}
		}
		base.Key, base.Role = "server.host", claim.Connect
		return append(claims, lighttpdHosts(f.Text, base)...)
	},
})

var (
	lighttpdOnly   = regexp.MustCompile(`(?m)^[ \t]*(server\.(document-root|modules|upload-dirs|errorlog)[ \t]*\+?=|\$SERVER\["socket"\])`)
	lighttpdSocket = regexp.MustCompile(`(?m)^[ \t]*\$SERVER\["socket"\][ \t]*==[ \t]*"([^"\n]*)"`)
	lighttpdPort   = regexp.MustCompile(`"port"[ \t]*=>[ \t]*"?(\d+)\b`)
	lighttpdHost   = regexp.MustCompile(`"host"[ \t]*=>[ \t]*"([^"\n/]*)"`)
)

var lighttpdManual = manual{{at: "server.port", host: "server.bind", otherwise: "*"}}

// lighttpdVariables returns settings with var.NAME replaced by what the file gives it, and those that give it.
func lighttpdVariables(settings []setting) (used, given []setting) {
	values := map[string]syntax.Text{}
	for _, s := range settings {
		if strings.HasPrefix(s.name, "var.") {
			values[s.name] = s.value
			given = append(given, s)
		}
	}
	for _, s := range settings {
		if value, found := values[s.value.Value]; found {
			s.value = value
		}
		used = append(used, s)
	}
	return used, given
}

func lighttpdFound(address *regexp.Regexp, text string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for line := range linesOf(text) {
		if at := address.FindStringSubmatchIndex(line.Value); at != nil {
			if c, ok := addressClaim(line.Slice(at[2], at[3]), base); ok {
				claims = append(claims, c)
			}
		}
	}
	return claims
}

// maxHostList is more bytes than the list has that a port and its host are in.
const maxHostList = 400

// lighttpdHosts reads ( "host" => "127.0.0.1", "port" => 8000 ), in any order.
func lighttpdHosts(text string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, at := range lighttpdPort.FindAllStringSubmatchIndex(text, -1) {
		if line := text[strings.LastIndexByte(text[:at[0]], '\n')+1 : at[0]]; strings.Contains(line, "#") {
			continue
		}
		before := text[max(0, at[0]-maxHostList):at[0]]
		before = before[strings.LastIndexAny(before, "()")+1:]
		behind := text[at[1]:min(len(text), at[1]+maxHostList)]
		if end := strings.IndexAny(behind, "()"); end >= 0 {
			behind = behind[:end]
		}
		c := base
		if host := lighttpdHost.FindStringSubmatch(before + "\n" + behind); host != nil {
			c.Host, _ = hostName(host[1])
		}
		if c, ok := addressClaim(syntax.Verbatim(text[at[2]:at[3]], at[2]), c); ok {
			claims = append(claims, c)
		}
	}
	return claims
}
