package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Vagrantfiles (developer.hashicorp.com/vagrant/docs/networking/forwarded_ports): the ports of the machine inside
// that are forwarded to this one, on all of its addresses unless host_ip tells otherwise.
var _ = register(format{
	name:    "vagrantfile",
	files:   []string{"vagrantfile", "vagrantfile.*", "*.vagrantfile"},
	servers: []string{"vboxheadless", "qemu-system-x86_64", "qemu-system-aarch64", "vmware-vmx", "prl_vm_app", "ssh"},
	scan: func(f File) []claim.Claim {
		root := syntax.Code(f.Text, syntax.Ruby)
		forwards := vagrantForwards(root, "")
		if !choosing.MatchString(f.Text) {
			for i := range forwards {
				if forwards[i].Scope == claim.Host {
					forwards[i].Together = "vagrant"
				}
			}
		}
		return definedOnce(append(forwards, vagrantNames(root)...))
	},
})

// choosing finds what may leave out a forwarding or give it another port: several machines or providers, conditions, and
// Vagrant's own correction.
var choosing = regexp.MustCompile(`\.define\b|\.provider\b|\bauto_correct\b|\b(if|unless|case|each|times|elsif)\b|\?`)

// guestWords are the words for the machine inside.
var guestWords = words("guest vm")

// vagrantNames returns the claims of the ports that the program gives a name, host_port = 8080, by what the name says.
func vagrantNames(root *syntax.Node) []claim.Claim {
	var claims []claim.Claim
	for _, p := range pairs(root) {
		if strings.Contains(p.Key, ".") || !nameOf(p.Key).port() {
			continue
		}
		base := claim.Claim{Key: p.Key, About: "vagrant"}
		if nameOf(p.Key).has(guestWords) {
			base.Scope = claim.Container
		}
		claims = append(claims, settingClaims([]setting{{p.Key, p.Key, p.Value.Result()}}, base)...)
	}
	return claims
}

// vagrantForwards returns the claims of the forwardings anywhere below a node: settings guest and host beside each
// other. Several calls may have left theirs in one mapping; a name that comes again begins the next one.
func vagrantForwards(n *syntax.Node, key string) []claim.Claim {
	var claims []claim.Claim
	call := map[string]*syntax.Node{}
	end := func() {
		claims = append(claims, vagrantForward(call, key)...)
		clear(call)
	}
	if n == nil || n.Alias != nil {
		return nil
	}
	for _, p := range n.Pairs {
		switch p.Key {
		case "guest", "host", "host_ip", "protocol", "id", "guest_ip", "auto_correct":
			if call[p.Key] != nil {
				end()
			}
			call[p.Key] = p.Value
		case "d.ports", "docker.ports": // of the provider that starts containers
			for i, item := range items(p.Value) {
				claims = append(claims, mappingClaims(item.Result(), claim.Claim{Key: index(syntax.Join(key, p.Key), i), About: "docker"})...)
			}
		case "config.vm.forward_port": // of the first version: guest, host
			claims = append(claims, vagrantForward(map[string]*syntax.Node{"guest": itemAt(p.Value, 0), "host": itemAt(p.Value, 1)}, syntax.Join(key, p.Key))...)
		default:
			claims = append(claims, vagrantForwards(p.Value, syntax.Join(key, p.Key))...)
		}
	}
	end()
	for i, item := range n.Items {
		claims = append(claims, vagrantForwards(item, index(key, i))...)
	}
	return claims
}

// itemAt returns an item of a list, nil where it has none.
func itemAt(n *syntax.Node, i int) *syntax.Node {
	if i < len(n.Items) {
		return n.Items[i]
	}
	return nil
}

// vagrantForward returns the claims of one forwarding: the port of this machine and the one inside.
func vagrantForward(call map[string]*syntax.Node, key string) []claim.Claim {
	guest, host := call["guest"].Result(), call["host"].Result()
	to, inside := wholePort(guest)
	from, outside := wholePort(host)
	if !inside || call["host"] == nil || !outside && host.Value != "" {
		return nil
	}
	base := claim.Claim{Key: syntax.Join(key, "host"), About: "vagrant"}
	if !outside { // a program's business: base_port + 3
		base.Key = syntax.Join(key, "guest")
		return []claim.Claim{insideClaim(guest, to, base)}
	}
	base.Protocol = protocolOf(call["protocol"].Result().Value)
	c := publishedClaim(base, from, to)
	c.PastFirewall = false
	address := call["host_ip"].Result()
	switch c.Host = address.Value; {
	case call["host_ip"] == nil:
		end := call["host"].Span.End
		c.Narrow = &claim.Edit{Span: claim.Span{Start: end, End: end}, New: `, host_ip: "127.0.0.1"`}
	case wildcard(c.Host):
		c.Narrow = &claim.Edit{Span: address.Span(0, len(address.Value)), New: "127.0.0.1"}
	}
	place(&c, host, 0, len(host.Value), 0, len(host.Value))
	base.Key = syntax.Join(key, "guest")
	return []claim.Claim{c, insideClaim(guest, to, base)}
}
