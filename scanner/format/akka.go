package format

import (
	"regexp"

	"github.com/portclash/portclash/scanner/claim"
)

// Akka, Pekko and Akka.NET (doc.akka.io, "Classic Remoting", "Artery Remoting", "Akka Management"): the addresses at which an
// actor system is remote to others are those that it listens at itself. All else in such a file is the application's own.
var _ = register(format{
	name:  "akka",
	files: []string{"*.conf", "*.hocon"},
	is:    func(f File) bool { return akkaBlock.MatchString(f.Text) },
	scan: func(f File) []claim.Claim {
		claims := scanGeneral(f)
		for i, c := range claims {
			if akkaListens.entry(canonical(c.Key)) != nil {
				claims[i].Role, claims[i].Unsure = claim.Bind, false
			}
		}
		return claims
	},
})

// akkaBlock finds what begins the settings of an actor system.
var akkaBlock = regexp.MustCompile(`(?m)^[ \t]*(akka|pekko)[ \t]*[={.]`)

var akkaListens = manual{
	{at: "**.akka.remote.**.port **.pekko.remote.**.port **.akka.remote.**.bind-port **.pekko.remote.**.bind-port"},
	{at: "**.akka.management.**.port **.pekko.management.**.port **.akka.management.**.bind-port **.pekko.management.**.bind-port"},
}
