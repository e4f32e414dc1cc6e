package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Ansible's inventories and the variables of hosts and groups (docs.ansible.com, "How to build your inventory"): a host's port
// is where Ansible connects to. What else they say is for the other machines.
var _ = register(format{
	name: "ansible",
	files: []string{
		"inventory", "inventory*", "inventory/*", "inventories/*", "inventories/*/*", "hosts", "hosts.ini", "hosts*.yml", "hosts*.yaml", "host_vars/*", "group_vars/*",
		"host_vars/*/*", "group_vars/*/*", "*.ini",
	},
	is: func(f File) bool {
		if hasEnding(f, ".py", ".sh") { // what makes an inventory up
			return false
		}
		return strings.Contains(f.Text, "ansible_host") || strings.Contains(f.Text, "ansible_port") || strings.Contains(f.Text, "ansible_ssh_")
	},
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "")
		if isYAML(f) || hasEnding(f, ".json") {
			var claims []claim.Claim
			for _, root := range documents(f) {
				claims = append(claims, ansibleHosts(root, "", "", base, 0)...)
			}
			return append(claims, onlyGoing(scanGeneral(f))...)
		}
		return ansibleLines(f.Text, base)
	},
})

// ansibleTo returns the claim of a port to connect to at a host, whose name may be one for Ansible alone.
func ansibleTo(port syntax.Text, host string, base claim.Claim) []claim.Claim {
	base.Role = claim.Connect
	base.Host, _ = hostName(host)
	claims := listClaims(unquoted(port.Trim()), base)
	for i := range claims {
		if claims[i].Host == "" || claims[i].Reach().Empty() {
			claims[i].Scope = claim.Remote
		}
	}
	return claims
}

// ansibleHosts reads a tree in which a host is a mapping of its variables.
func ansibleHosts(n *syntax.Node, name, key string, base claim.Claim, depth int) []claim.Claim {
	if depth > maxNames {
		return nil
	}
	host := name
	for _, variable := range []string{"ansible_ssh_host", "ansible_host"} {
		if v := n.Get(variable).Value().Value; v != "" {
			host = v
		}
	}
	var claims []claim.Claim
	for _, p := range entries(n) {
		base.Key = syntax.Join(key, p.Key)
		if p.Key == "ansible_port" || p.Key == "ansible_ssh_port" {
			claims = append(claims, ansibleTo(p.Value.Value().Interpolate(), host, base)...)
			continue
		}
		of := p.Key
		if of == "vars" {
			of = "" // all the hosts of a group
		}
		claims = append(claims, ansibleHosts(p.Value, of, base.Key, base, depth+1)...)
	}
	return claims
}

// ansibleLines reads a line for each host, with its variables behind it, and sections of groups.
func ansibleLines(text string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for line := range linesOf(text) {
		line = line.Trim()
		if line.Value == "" || strings.IndexByte("#;[", line.Value[0]) >= 0 {
			continue
		}
		var host string
		var ports []syntax.Text
		for i, word := range line.Split(" \t") {
			name, value, found := word.Cut('=')
			switch {
			case !found && i == 0:
				alias, port, told := word.Cut(':')
				if host = alias.Value; told {
					ports = append(ports, port)
				}
			case name.Value == "ansible_host" || name.Value == "ansible_ssh_host":
				host = unquoted(value).Value
			case name.Value == "ansible_port" || name.Value == "ansible_ssh_port":
				ports = append(ports, value)
			}
		}
		for _, port := range ports {
			c := base
			c.Key = "ansible_port"
			claims = append(claims, ansibleTo(port, host, c)...)
		}
	}
	return claims
}
