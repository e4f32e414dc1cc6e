package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Supervisor (supervisord.org/configuration.html): its own server, and the programs that it starts together.
var _ = register(format{
	name:    "supervisor",
	files:   []string{"supervisord*.conf", "supervisor*.conf", "supervisord*.ini", "supervisord.d/*", "supervisor/conf.d/*", "*.conf", "*.ini"},
	servers: []string{"supervisord"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "[program:") || strings.Contains(f.Text, "[fcgi-program:") || strings.Contains(f.Text, "[supervisord]") || strings.Contains(f.Text, "[inet_http_server]")
	},
	scan: scanSupervisor,
})

func scanSupervisor(f File) []claim.Claim {
	var claims []claim.Claim
	for _, section := range syntax.INI(f.Text).Pairs {
		base := serverBase(f, "")
		kind, name, _ := strings.Cut(section.Key, ":")
		base.Group = name
		together := f.Base()
		if section.Value.Get("autostart").Value().Value == "false" {
			together = ""
		}
		var own []claim.Claim
		for _, p := range section.Value.Pairs {
			base := base
			base.Key = section.Key + "." + p.Key
			value := p.Value.Value().Trim()
			switch kind + " " + p.Key {
			case "inet_http_server port":
				base.About, base.Default = "supervisord", "*"
				own = append(own, listClaims(value, base)...)
			case "supervisorctl serverurl":
				base.Role = claim.Connect
				own = append(own, listClaims(value, base)...)
			case "fcgi-program socket":
				own = append(own, listClaims(value, base)...)
			case "program command", "fcgi-program command", "eventlistener command":
				base.Together = together
				own = append(own, lineClaims(value.Interpolate(), base)...)
			case "program environment", "fcgi-program environment", "supervisord environment":
				base.Together = together
				own = append(own, supervisorEnvironment(value, base)...)
			}
		}
		claims = append(claims, oneListener(own)...)
	}
	return claims
}

// supervisorEnvironment reads NAME="value",OTHER=value.
func supervisorEnvironment(t syntax.Text, base claim.Claim) []claim.Claim {
	var settings []setting
	for _, part := range t.Split(",") {
		if name, value, found := part.Trim().Cut('='); found {
			settings = append(settings, setting{name.Value, syntax.Join(base.Key, name.Value), unquoted(value.Trim())})
		}
	}
	return settingClaims(settings, base)
}
