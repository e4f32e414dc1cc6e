package format

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// going returns a claim as one of what goes to its endpoint, whatever it was read as.
func going(c claim.Claim) claim.Claim {
	c.Role, c.Default, c.Narrow = claim.Connect, "", nil
	return c
}

// allGoing returns the claims of a file in which nothing listens: a bind is only what others go to.
func allGoing(claims []claim.Claim) []claim.Claim {
	for i, c := range claims {
		claims[i] = going(c)
	}
	return claims
}

// mostlyGoing returns the claims of a file that is about something elsewhere, such as a database: what listens is only what
// a setting's name says so of.
func mostlyGoing(claims []claim.Claim) []claim.Claim {
	for i, c := range claims {
		if !nameOf(withoutIndexes(c.Key)).has(listenWords) {
			claims[i] = going(c)
		}
	}
	return claims
}

// onlyGoing returns those of the claims that are of what goes somewhere.
func onlyGoing(claims []claim.Claim) []claim.Claim {
	return slices.DeleteFunc(claims, func(c claim.Claim) bool { return c.Role != claim.Connect })
}

// probing returns the claims of a command that asks inside of a container for its health, which listens nowhere.
func probing(claims []claim.Claim) []claim.Claim {
	for i, c := range claims {
		claims[i] = going(c)
		claims[i].Probes = true
	}
	return claims
}
