package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// PHP's own settings (php.net/manual/en/ini.core.php): the debugger that Xdebug connects to, mail and sessions.
var _ = register(format{
	name:  "php.ini",
	files: []string{"php.ini", "php*.ini", "*php.ini", "*xdebug*.ini", "*.ini"},
	is: func(f File) bool {
		name := strings.ToLower(f.Base())
		return strings.Contains(name, "php") || strings.Contains(name, "xdebug") || strings.Contains(f.Text, "xdebug.")
	},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "**.xdebug.clientPort", role: claim.Connect, host: ".clientHost", otherwise: "localhost"},
			{at: "**.xdebug.remotePort", role: claim.Connect, host: ".remoteHost", otherwise: "localhost"},
			{at: "**.smtpPort", role: claim.Connect, host: ".smtp", otherwise: "localhost"},
			{at: "**.mysqli.defaultPort", role: claim.Connect, host: ".defaultHost", otherwise: "localhost"},
		}.read(serverBase(f, ""), syntax.INI(f.Text))
	},
})
