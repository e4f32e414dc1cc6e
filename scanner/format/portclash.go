package format

import "github.com/portclash/portclash/scanner/claim"

// SettingsName is what Portclash's own settings of a project are called.
const SettingsName = ".portclash.toml"

// Portclash's own settings, whose ports nobody listens on and nobody goes to: package settings reads them.
var _ = register(format{
	name:  "portclash",
	files: []string{SettingsName},
	scan:  func(File) []claim.Claim { return nil },
})
