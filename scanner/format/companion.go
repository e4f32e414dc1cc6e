package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A companion is a port that a program opens without being told to.
type companion struct {
	port int
	use  string
	// unless is part of the key of the settings that give it another port or switch it off; it may be empty.
	unless string
}

// attend gives the binds on this machine the companions of their program. Those that the claims themselves are about
// are no secret.
func attend(claims []claim.Claim, all []companion) {
	for _, one := range all {
		told := slices.ContainsFunc(claims, func(c claim.Claim) bool {
			return c.Port == one.port || one.unless != "" && strings.Contains(strings.ToLower(c.Key), one.unless)
		})
		if told {
			continue
		}
		for i, c := range claims {
			if c.Role == claim.Bind && c.Scope == claim.Host && c.Target == 0 && !c.Open() {
				claims[i].Also = append(slices.Clip(c.Also), claim.Companion{Port: one.port, Use: one.use})
			}
		}
	}
}
