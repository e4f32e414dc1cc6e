package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Jupyter (jupyter-server.readthedocs.io, "Config file and command line options") and JupyterHub.
var _ = register(format{
	name:    "jupyter",
	files:   []string{"jupyter*_config.py", "jupyter*_config.json", "jupyter_config.py", "ipython_config.py"},
	servers: []string{"jupyter-lab", "jupyter-notebook", "jupyter-server", "jupyter"},
	scan: func(f File) []claim.Claim {
		if hasEnding(f, ".json") {
			return jupyterManual.read(serverBase(f, "jupyter"), syntax.JSON(f.Text))
		}
		return jupyterManual.program(f, syntax.Python, "jupyter")
	},
})

var jupyterManual = manual{
	{at: "**.JupyterHub.port", host: ".ip", otherwise: "*"},
	{at: "**.JupyterHub.hubPort", host: ".hubIp", otherwise: "127.0.0.1"},
	{at: "**.JupyterHub.bindUrl **.JupyterHub.hubBindUrl **.ConfigurableHTTPProxy.apiUrl", otherwise: "*"},
	{at: "**.proxyApiPort", host: ".proxyApiIp", otherwise: "127.0.0.1"},
	{at: "**.ServerApp.port **.NotebookApp.port **.SingleUserNotebookApp.port", host: ".ip", otherwise: "localhost"},
}
