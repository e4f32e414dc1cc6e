package machine

import (
	"os"
	"path/filepath"
)

// readFirewall asks what anybody may: ufw's settings, and whether systemd runs firewalld. Rules that somebody else has
// set are an administrator's to see, so a ufw that is off says nothing of those.
func readFirewall() Firewall { return firewallIn("/etc/ufw/ufw.conf", cgroupRoots) }

func firewallIn(ufw string, groups []string) Firewall {
	for _, root := range groups {
		// Its control group is there as long as it runs (systemd.unit(5)).
		if about, err := os.Stat(filepath.Join(root, "system.slice/firewalld.service")); err == nil && about.IsDir() {
			return Firewall{Name: "firewalld", On: true}
		}
	}
	text, err := os.ReadFile(ufw)
	if err != nil {
		return Firewall{}
	}
	on, ok := parseUfw(string(text))
	if !ok {
		return Firewall{}
	}
	return Firewall{Name: "ufw", On: on}
}
