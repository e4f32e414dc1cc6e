package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Gunicorn (docs.gunicorn.org, "Settings") and Hypercorn, whose files are Python.
var _ = register(format{
	name:  "gunicorn",
	files: []string{"gunicorn*.py", "*gunicorn*.py", "gunicorn/*.py", "hypercorn*.py", "*hypercorn*.py"},
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "bind insecureBind", otherwise: "127.0.0.1"},
			{at: "quicBind", protocol: claim.UDP, otherwise: "127.0.0.1"},
			{at: "statsdHost", role: claim.Connect, protocol: claim.UDP},
		}.program(f, syntax.Python, "gunicorn")
	},
})
