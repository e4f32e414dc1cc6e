package server

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// firewall tells of an endpoint on every interface whether this machine's firewall stands before it. Where that is not
// known there is nothing to tell.
func (m markup) firewall(c claim.Claim, picture *machine.Picture) string {
	if picture == nil || picture.Facts.Firewall.Name == "" || c.Role != claim.Bind || !c.Reach().Exposed() || c.Host == "" && c.Default == "" {
		return ""
	}
	name := picture.Facts.Firewall.Name
	switch {
	case !picture.Facts.Firewall.On:
		return "No firewall before it that is known: " + name + " is off"
	case c.PastFirewall && picture.Facts.OS == "linux" && name != "ufw":
		return "" // Docker makes itself rules there that the administrator may change
	case c.PastFirewall && picture.Facts.OS == "linux":
		return name + " is on, but ports that Docker publishes pass it"
	}
	return name + " is on: its rules say whether other machines reach it"
}
