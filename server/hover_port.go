package server

import (
	"fmt"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/registry"
	"github.com/portclash/portclash/server/check"
)

// port tells what is known of the number itself: its class and service with IANA, the program that usually takes
// it, and what this machine and browsers have against it.
func (m markup) port(c claim.Claim, picture *machine.Picture) string {
	if !c.Valid() || c.EndPort != c.Port {
		return ""
	}
	facts := []string{fmt.Sprintf("Port %d is a %s port", c.Port, registry.ClassOf(c.Port))}
	if name := registry.Service(c.Port, c.Protocol); name != "" {
		facts[0] += " (IANA: " + name + ")"
	}
	if d, ok := check.Sensitive(c); ok {
		facts = append(facts, "default of "+d.Name)
	}
	if picture != nil {
		if r := picture.Facts.Ephemeral; r[0] <= c.Port && c.Port <= r[1] {
			facts = append(facts, fmt.Sprintf("in the ephemeral range of this machine (%d–%d), from which any outgoing connection may take it", r[0], r[1]))
		}
	}
	if picture != nil && picture.Facts.Apart {
		facts = append(facts, "looked at on "+picture.Facts.Where)
	}
	if c.Protocol == claim.TCP && registry.Unsafe(c.Port) {
		facts = append(facts, "refused by browsers")
	}
	return m.quiet(strings.Join(facts, " · "))
}
