package check

import (
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// Wanted returns the TCP ports on which files of the workspace would have something listen on this machine, sorted: those
// of which a look should tell what else is in the way of a server, see [machine.Machine.Want].
func (w *World) Wanted() []int {
	var ports []int
	for _, x := range []*Index{w.disk, w.open} {
		for _, subjects := range x.byPort {
			for _, s := range subjects {
				if !starts(s.Claim) || s.Claim.Protocol != claim.TCP || x == w.disk && w.reopened(s.Path) {
					continue
				}
				for port := s.Claim.Port; port <= s.Claim.EndPort && port < s.Claim.Port+maxWanted; port++ {
					ports = append(ports, port)
				}
			}
		}
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// maxWanted is how many ports of one range are looked at.
const maxWanted = 64
