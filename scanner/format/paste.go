package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// PasteDeploy, as in Pyramid's development.ini (docs.pylonsproject.org, "Application configuration with PasteDeploy").
var _ = register(format{
	name:  "paste",
	files: []string{"*.ini"},
	is:    func(f File) bool { return strings.Contains(f.Text, "[server:") && !strings.Contains(f.Text, "[uwsgi]") },
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "server:*.port", host: ".host", otherwise: "*"},
			{at: "server:*.listen server:*.bind", otherwise: "*"},
		}.read(serverBase(f, ""), syntax.INI(f.Text))
	},
})
