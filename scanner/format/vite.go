package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Vite and what is built on it (vite.dev/config/server-options, vitest.dev/config): the development server, the
// preview, the socket of hot reloading, and Vitest's own servers.
var _ = register(format{
	name:  "vite",
	files: programFiles("vite.config", "vite.*.config", "vite.config.*", "vitest.config", "vitest.*.config", "vitest.workspace", "svelte.config", "electron.vite.config"),
	scan:  func(f File) []claim.Claim { return viteManual.program(f, syntax.JavaScript, "vite") },
})

var viteManual = manual{
	{at: "**.hmr.clientPort **.proxy.**.port", role: claim.Connect},
	{at: "**.server.port **.preview.port **.hmr.port **.api.port **.ui.port **.server.ws.port", host: ".host", otherwise: "localhost"},
	{at: "**.test.api **.test.browser.api **.inspector.port **.inspect.port", otherwise: "localhost"},
	{at: "**.listen"},
}
