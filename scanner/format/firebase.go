package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The Firebase emulators (firebase.google.com/docs/emulator-suite/install_and_configure), which start together.
var _ = register(format{
	name:  "firebase",
	files: []string{"firebase.json", "firebase.*.json"},
	also:  firebaseAlso,
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "firebase")
		base.Together = "emulators"
		return manual{
			{at: "emulators.*.port emulators.*.websocketPort", host: ".host", otherwise: "localhost"},
		}.read(base, syntax.JSON(f.Text))
	},
})

// firebaseAlso: firebase.google.com/docs/emulator-suite/install_and_configure.
var firebaseAlso = []companion{{port: 4400, use: "the emulator hub", unless: ".hub."}, {port: 4500, use: "the emulators' log", unless: ".logging."}}
