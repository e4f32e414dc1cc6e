package machine

import "strings"

// A Firewall is what may keep other machines from this one's ports. The zero Firewall is one that nothing is known of,
// as where only an administrator may ask.
type Firewall struct {
	Name string // as people call it: "ufw", "firewalld", "the macOS firewall", "Windows Firewall"
	On   bool
}

// parseUfw reads /etc/ufw/ufw.conf (ufw-framework(8)), which a shell reads as well: "ENABLED=yes" is written when it is
// switched on. It returns false where the text does not say.
func parseUfw(text string) (on, ok bool) {
	for line := range strings.Lines(text) {
		name, value, assigned := strings.Cut(strings.TrimSpace(line), "=")
		if !assigned || name != "ENABLED" {
			continue
		}
		switch strings.ToLower(strings.Trim(value, `"'`)) {
		case "yes":
			on, ok = true, true
		case "no":
			on, ok = false, true
		default:
			on, ok = false, false
		}
	}
	return on, ok
}

// parseSocketFilter reads what macOS's "socketfilterfw --getglobalstate" prints: "Firewall is enabled. (State = 1)",
// 0 for off, 2 where all but a few programs are refused. It returns false for anything else.
func parseSocketFilter(out string) (on, ok bool) {
	_, state, found := strings.Cut(out, "(State = ")
	state, _, closed := strings.Cut(state, ")")
	if !found || !closed {
		return false, false
	}
	switch state {
	case "0":
		return false, true
	case "1", "2":
		return true, true
	}
	return false, false
}

// parseAdvfirewall reads what Windows's "netsh advfirewall show currentprofile state" prints: for each kind of network
// that this machine is on "State                                 ON". It returns false where one is on and one off, and
// in languages that have other words for it.
func parseAdvfirewall(out string) (on, ok bool) {
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) != 2 || fields[1] != "ON" && fields[1] != "OFF" {
			continue
		}
		now := fields[1] == "ON"
		if ok && now != on {
			return false, false
		}
		on, ok = now, true
	}
	return on, ok
}
