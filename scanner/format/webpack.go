package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// webpack and what takes its devServer (webpack.js.org/configuration/dev-server): Vue CLI, Craco, Rspack, Quasar.
// A plugin's port is that of a server of its own, such as BrowserSync's.
var _ = register(format{
	name: "webpack",
	files: programFiles("webpack.config", "webpack.*", "webpack.config.*", "webpack-*", "*.webpack", "*.webpack.config", "webpack/*", "vue.config",
		"craco.config", "rspack.config", "rspack.*", "quasar.config", "quasar.conf", "webpackdevserver.config"),
	scan: func(f File) []claim.Claim { return webpackManual.program(f, syntax.JavaScript, "") },
})

var webpackManual = manual{
	{at: "**.webSocketURL.port **.proxy.**.port **.allowedHosts.port **.client.port", role: claim.Connect},
	{at: "**.devServer.port **.webSocketServer.options.port", host: ".host", otherwise: "localhost"},
	{at: "**.analyzerPort", host: ".analyzerHost", otherwise: "127.0.0.1"},
	{at: "port plugins.port **.plugins.port", host: ".host"},
	{at: "**.listen"},
}
