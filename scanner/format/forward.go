package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// readPortForward reads kubectl port-forward TYPE/NAME [LOCAL:]REMOTE… A local port that is left out before
// the colon is picked by kubectl.
func readPortForward(r *run, words []syntax.Text) {
	host := r.hostArgument(tool{hosts: "--address"}, words)
	for i, w := range words {
		if strings.HasPrefix(w.Value, "-") || i > 0 && words[i-1].Value == "--address" {
			continue
		}
		localPort, remote, mapped := w.Cut(':')
		if mapped {
			if e, ok := wholePort(remote); ok {
				c := insideClaim(remote, e, r.base)
				c.Scope = claim.Cluster
				r.claims = append(r.claims, c)
			}
		}
		r.port(tool{name: "kubectl port-forward", host: "localhost"}, host, localPort)
	}
}

// readSSH reads the forwardings of ssh: -L [bind:]port:host:hostport and -D [bind:]port listen on this
// machine, on its loopback addresses unless told (ssh(1)). The far ends are another machine's.
func readSSH(r *run, words []syntax.Text) {
	for i, w := range words {
		for _, flag := range []string{"-L", "-D", "-R"} {
			value, found := strings.CutPrefix(w.Value, flag)
			if !found {
				continue
			}
			spec := w.Slice(len(w.Value)-len(value), len(w.Value))
			if value == "" && i+1 < len(words) {
				spec = words[i+1]
			}
			if flag == "-R" {
				r.goesBack(spec)
				continue
			}
			r.forward(spec, flag == "-L")
		}
	}
}

// goesBack claims the end of a remote forwarding that is on this side, [address:]port:host:hostport; the other one is the
// other machine's.
func (r *run) goesBack(spec syntax.Text) {
	parts := spec.Split(":")
	if len(parts) < 3 {
		return
	}
	r.goes(listenHost{name: parts[len(parts)-2].Value}, parts[len(parts)-1])
}

// forward claims the local end of a forwarding; one to a host has host and port behind it.
func (r *run) forward(spec syntax.Text, toHost bool) {
	parts := spec.Split(":")
	if toHost {
		parts = parts[:max(0, len(parts)-2)]
	}
	if len(parts) == 0 {
		return
	}
	bind := listenHost{}
	if len(parts) == 2 {
		if bind.name = parts[0].Value; bind.name == "" || bind.name == "*" {
			bind = listenHost{all: true}
		}
	}
	r.port(tool{name: "ssh", host: "localhost"}, bind, parts[len(parts)-1])
}

// readDeviceForward reads adb forward LOCAL REMOTE: this machine's port, and the one of the device that it leads to.
func readDeviceForward(r *run, words []syntax.Text) { r.device(words, claim.Bind) }

// readDeviceReverse reads adb reverse REMOTE LOCAL, by which a device goes to a port of this machine.
func readDeviceReverse(r *run, words []syntax.Text) {
	for i := 1; i < len(words); i++ {
		if strings.HasPrefix(words[i-1].Value, "tcp:") && strings.HasPrefix(words[i].Value, "tcp:") {
			words[i-1], words[i] = words[i], words[i-1]
			break
		}
	}
	r.device(words, claim.Connect)
}

// device claims this machine's port, which is the first one, and the device's.
func (r *run) device(words []syntax.Text, role claim.Role) {
	here := true
	for _, w := range words {
		number, found := strings.CutPrefix(w.Value, "tcp:")
		port := w.Slice(len(w.Value)-len(number), len(w.Value))
		e, ok := wholePort(port)
		if !found || !ok {
			continue
		}
		c := insideClaim(port, e, r.base)
		if here {
			c.Scope, c.Role = r.base.Scope, role
		}
		here = false
		r.claims = append(r.claims, c)
	}
}
