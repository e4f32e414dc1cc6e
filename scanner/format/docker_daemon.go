package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The Docker daemon (docs.docker.com, "dockerd").
var _ = register(format{
	name:    "docker-daemon",
	files:   []string{"daemon.json"},
	servers: []string{"dockerd"},
	scan: func(f File) []claim.Claim {
		return dockerDaemonManual.read(serverBase(f, "dockerd"), syntax.JSON(f.Text))
	},
})

var dockerDaemonManual = manual{
	{at: "hosts", otherwise: "localhost"},
	{at: "metrics-addr", otherwise: "localhost"},
}
