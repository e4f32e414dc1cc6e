package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// uWSGI (uwsgi-docs.readthedocs.io/en/latest/Options.html): its sockets, and the programs that it starts beside the
// application.
var _ = register(format{
	name:    "uwsgi",
	files:   []string{"*.ini", "*uwsgi*.ini", "uwsgi.conf"},
	servers: []string{"uwsgi"},
	is:      func(f File) bool { return strings.Contains(f.Text, "[uwsgi]") },
	scan:    scanUWSGI,
})

var uwsgiManual = manual{
	{at: "**.http **.https **.httpSocket **.httpsSocket **.http11Socket **.socket **.uwsgiSocket **.fastcgiSocket **.fastcgi **.scgiSocket " +
		"**.scgi **.ssl **.suwsgi **.rawSocket **.stats **.statsServer **.fastrouter **.rawrouter **.sslrouter **.emperorStats", otherwise: "*"},
	{at: "**.httpTo **.carbon **.subscribeTo", role: claim.Connect},
	{at: "**.udp", protocol: claim.UDP, otherwise: "*"},
}

func scanUWSGI(f File) []claim.Claim {
	base := serverBase(f, "uwsgi")
	var claims []claim.Claim
	var rest []setting
	for _, s := range settingsBelow(syntax.INI(f.Text)) {
		switch canonical(s.name) {
		case "attachdaemon", "attachdaemon2", "smartattachdaemon", "legionattachdaemon", "execasap", "hookaspre":
			line := base
			line.Key = s.key
			claims = append(claims, lineClaims(s.value, line)...)
		case "env":
			if name, value, found := s.value.Cut('='); found {
				claims = append(claims, settingClaims([]setting{{name.Value, s.key, value}}, base)...)
			}
		default:
			rest = append(rest, s)
		}
	}
	return append(claims, uwsgiManual.claims(rest, base)...)
}
