package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Prosody (prosody.im/doc/ports), whose configuration is Lua: each service has lists of its ports and of its interfaces.
var _ = register(format{
	name:    "prosody",
	files:   []string{"prosody*.cfg.lua", "prosody*.cfg.lua.*", "prosody/*.cfg.lua", "prosody/*/*.cfg.lua"},
	servers: []string{"prosody", "lua"},
	scan: func(f File) []claim.Claim {
		given := map[string]syntax.Text{}
		var lists []setting
		for line := range linesOf(f.Text) {
			if at := prosodyList.FindStringSubmatchIndex(line.Value); at != nil {
				s := setting{name: line.Value[at[2]:at[3]], value: line.Slice(at[4], at[5])}
				s.key = s.name
				lists = append(lists, s)
				given[s.name] = s.value
			}
		}
		var claims []claim.Claim
		for _, s := range lists {
			service, found := strings.CutSuffix(strings.TrimSuffix(s.name, "s"), "_port")
			if !found {
				continue
			}
			base := serverBase(f, "prosody")
			base.Key, base.Default = s.name, "*"
			if prosodyPrivate[service] {
				base.Default = "127.0.0.1"
			}
			for _, name := range []string{service + "_interfaces", service + "_interface", "interfaces"} {
				if hosts, told := given[name]; told && (name != "interfaces" || !prosodyPrivate[service]) {
					if host, ok := listenHostOf(hosts); ok {
						base.Host = host.Value
					}
					break
				}
			}
			for _, port := range s.value.Split(",") {
				claims = append(claims, listClaims(port.Trim(), base)...)
			}
		}
		return claims
	},
})

// prosodyList finds a list of ports or interfaces, or one alone.
var prosodyList = regexp.MustCompile(`^[ \t]*(\w*(?:ports?|interfaces?))[ \t]*=[ \t]*\{?([^{}\n]*)`)

// prosodyPrivate are the services that are for programs of this machine unless they are told interfaces.
var prosodyPrivate = words("component console admin_telnet admin_shell")
