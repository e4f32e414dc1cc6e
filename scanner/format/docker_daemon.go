package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The Docker daemon (docs.docker.com, "dockerd").
var _ = register(format{
	name:  "docker_daemon",
	files: []string{"daemon.json"},
	scan: func(f File) []claim.Claim {
		return docker_daemonManual.read(serverBase(f, "dockerd"), syntax.JSON(f.Text))
	},
})

var docker_daemonManual = manual{
	{at: "hosts", otherwise: "localhost"},
	{at: "metrics-addr", otherwise: "localhost"},
}
