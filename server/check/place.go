package check

import (
	"cmp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A Place is a claim in a file.
type Place struct {
	Path  string
	Claim claim.Claim
}

// A spot is where a place is, to find it by.
type spot struct {
	path string
	at   int
}

func (p Place) spot() spot { return spot{p.Path, p.Claim.Digits.Start} }

// targetSpot returns where the port of a container is written to which a published one leads.
func (p Place) targetSpot() spot { return spot{p.Path, p.Claim.TargetSpan.Start} }

// namesHostFromInside reports whether a claim's host is a name that containers have for the machine which they are on, such
// as host.docker.internal.
func namesHostFromInside(c claim.Claim) bool { return strings.HasSuffix(c.Host, ".internal") }

// comparePlaces orders places by path and place.
func comparePlaces(a, b Place) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), a.Claim.Digits.Start-b.Claim.Digits.Start)
}

// owner returns what takes the port, as the file calls it.
func (p Place) owner() string { return cmp.Or(p.Claim.Group, p.Claim.Key, p.Path) }
