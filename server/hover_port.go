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
	if c.Protocol == claim.TCP && registry.Unsafe(c.Port) {
		facts = append(facts, "refused by browsers")
	}
	if picture != nil {
		facts = append(facts, portHere(c, picture.Facts)...)
	}
	return m.quiet(strings.Join(facts, " · "))
}

// portHere tells what a port is on the machine that was looked at.
func portHere(c claim.Claim, f machine.Facts) []string {
	var facts []string
	if c.Scope == claim.Host {
		switch {
		case f.IsExcluded(c.Port):
			facts = append(facts, "kept by the operating system: nobody may bind it")
		case f.IsReserved(c.Port):
			facts = append(facts, "set aside on this machine: it goes to nobody who does not ask for exactly this port")
		case f.IsEphemeral(c.Port):
			facts = append(facts, fmt.Sprintf("in the ephemeral range of this machine (%d–%d), from which any outgoing connection may take it", f.Ephemeral[0], f.Ephemeral[1]))
		}
		if c.Role == claim.Bind && c.Port < f.Unprivileged {
			right := "which this user has not"
			if f.MayBindLow {
				right = "which this user has"
			}
			facts = append(facts, fmt.Sprintf("privileged: binding below %d takes a right, %s", f.Unprivileged, right))
		}
	}
	if f.Apart {
		facts = append(facts, "looked at on "+f.Where)
	}
	return facts
}
