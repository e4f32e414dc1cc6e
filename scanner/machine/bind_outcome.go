package machine

import (
	"net/netip"

	"github.com/portclash/portclash/scanner/claim"
)

// An Outcome is what becomes of a server that binds an address while another one listens on the same port.
type Outcome uint8

const (
	// Beside is that both serve, each on its own addresses.
	Beside Outcome = iota
	// Shadows is that both serve, and clients of an address that both have reach the one that named it.
	Shadows
	// Unsure is that it depends on what the programs ask of the system.
	Unsure
	// Refused is that the second one fails: the address is in use.
	Refused
)

// outcomes are by operating system what becomes of two servers that set SO_REUSEADDR as servers do there.
var outcomes = map[string]struct {
	// specific is for one address beside every address of its family.
	specific Outcome
	// families is for every address of both families beside every address of one of them.
	families Outcome
}{
	"linux":   {Refused, Refused}, // measured, and held by a test that binds
	"darwin":  {Shadows, Unsure},  // BSD lets a more specific address in (setsockopt(2), SO_REUSEADDR); not measured
	"windows": {Unsure, Unsure},   // "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE" in Microsoft's Winsock pages; not measured
}

// Outcome returns what becomes of a server that binds wanted while another one listens on holder, on the same port
// and protocol of this operating system.
func (f Facts) Outcome(holder, wanted claim.Reach) Outcome {
	rules, known := outcomes[f.OS]
	if !known {
		rules.specific, rules.families = Unsure, Unsure
	}
	family := func(a, b netip.Addr) Outcome {
		switch {
		case !a.IsValid() || !b.IsValid():
			return Beside
		case a != b && (a.IsUnspecified() || b.IsUnspecified()):
			return rules.specific
		case a != b:
			return Beside
		case a.IsUnspecified() && (holder.V4.IsValid() && holder.V6.IsValid()) != (wanted.V4.IsValid() && wanted.V6.IsValid()):
			return rules.families
		}
		return Refused
	}
	return max(family(holder.V4, wanted.V4), family(holder.V6, wanted.V6))
}
