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
		for _, flag := range []string{"-L", "-D"} {
			value, found := strings.CutPrefix(w.Value, flag)
			if !found {
				continue
			}
			spec := w.Slice(len(w.Value)-len(value), len(w.Value))
			if value == "" && i+1 < len(words) {
				spec = words[i+1]
			}
			r.forward(spec, flag == "-L")
		}
	}
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
