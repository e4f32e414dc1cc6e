package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Every other configuration in JavaScript: of bundlers, test runners, servers and deployments, which call the
// development server's settings by a few names.
var _ = register(format{
	name: "script",
	files: append(programFiles("*.config", "*.conf", "*.config.*", "bs-config", "gatsby-config", "medusa-config", "truffle-config", ".*rc", "lighthouserc",
		"codegen", ".storybook/main", "gulpfile", "gruntfile", "config/server", "config/default", "config/development", "config/local", "config/config.*", "config/index", "config/production", "config/test", "config/env/*",
		"proxy.conf", "setupproxy"), ".ember-cli"),
	scan: func(f File) []claim.Claim {
		claims := manual{
			{at: "**.proxy.**.port **.clientPort **.redis.port **.mongo.port **.mongodb.port **.mysql.port **.postgres.port **.postgresql.port **.rabbitmq.port **.database.port **.databases.**.port **.db.port **.connection.port **.smtp.port **.mail.port " +
				"**.selenium.port **.networks.**.port **.target.port **.cache.port **.remotePatterns.port **.client.port exports.config.port", role: claim.Connect, host: ".host .hostname"},
			{at: "**.server.port **.devServer.port **.dev.port **.devOptions.port **.preview.port **.ui.port **.hmr.port **.hmrOptions.port **.webdriver.port **.connect.**.port", host: ".host .hostname"},
			{at: "port config.port **.serverPort **.devServerPort", host: ".host .hostname .listenAddress"},
			{at: "**.listen **.listen.port", host: ".hostname .host"},
		}.program(f, syntax.JavaScript, "")
		if ofStore(f) {
			return mostlyGoing(claims)
		}
		return claims
	},
})
