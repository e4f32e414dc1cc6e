package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A listenHost is the host that a command's flags say it listens on.
type listenHost struct {
	name string // empty where no flag says
	all  bool   // a flag without a value: every address
}

// hostFlags are the flags that mean the host to listen on whatever the tool.
var hostFlags = flags("--host --hostname --bind-host --listen-host --listen-ip --listen_ip -listen_ip")

// addressFlags are those that mean the host where their value is one without a port: --address 0.0.0.0 --port 80, but
// not --address :80.
var addressFlags = flags("--address --addr --ip --bind --bind-address --listen-address")

func (r *run) hostArgument(t tool, words []syntax.Text) listenHost {
	for i, w := range words {
		flag, value, hasValue := flagOf(w, t)
		address := addressFlags.has(flag) && !t.connects
		if !hostFlags.has(flag) && !t.hosts.has(flag) && !address {
			continue
		}
		if !hasValue && i+1 < len(words) && !strings.HasPrefix(words[i+1].Value, "-") {
			value = words[i+1]
		}
		switch {
		case (value.Value == "" || value.Value == "true") && !address:
			return listenHost{all: true}
		case (t.connects || !claim.ReachOf(value.Value).Empty()) && !strings.ContainsRune(value.Value, 0):
			return listenHost{name: value.Value}
		}
	}
	return listenHost{}
}

// hosted sets the host of a claim to the one that the command's flags tell, or to the tool's default.
func (r *run) hosted(c *claim.Claim, t tool, host listenHost) {
	c.Host, c.Default = host.name, t.host
	if host.all {
		c.Default = "*"
	}
	if c.About == "" {
		c.About = t.name
	}
}

// shortHostFlags are the flags that mean a host to many programs.
const shortHostFlags flags = "-h -H"

// listensOnAll reports whether a flag for the host has every address: nobody connects there, so that the program
// listens, and its -p is most surely the port (-h 0.0.0.0 -p 3000).
func listensOnAll(words []syntax.Text) bool {
	for i := 1; i < len(words); i++ {
		if flag := words[i-1].Value; wildcard(words[i].Value) && (hostFlags.has(flag) || shortHostFlags.has(flag)) {
			return true
		}
	}
	return false
}

// serverVerbs are the words with which programs are told to serve.
var serverVerbs = words("serve server dev start preview")

// serves reports whether the arguments of a program give a port behind -p: swag serve -p 8080. They do where they tell it to
// serve, or where it is told that it does. A number of fewer than four digits may as well be one of processes.
func serves(words []syntax.Text, told bool) bool {
	for i, w := range words {
		told = told || serverVerbs[w.Value]
		if w.Value == "-p" && told && i+1 < len(words) {
			e, ok := wholePort(words[i+1])
			return ok && (e.Port == 0 || e.Port >= 1000)
		}
	}
	return false
}

// flagValues returns the values of flags by their names in upper case, so that --rpc.port finds its --rpc.addr.
func flagValues(t tool, words []syntax.Text) map[string]string {
	values := map[string]string{}
	for i, w := range words {
		flag, value, hasValue := flagOf(w, t)
		if !hasValue && i+1 < len(words) {
			value = words[i+1]
		}
		if flag != "" {
			values[strings.ToUpper(strings.TrimLeft(flag, "-"))] = value.Value
		}
	}
	return values
}

// narrowed returns a claim with the edit that keeps a bind to this machine, where every address is written before its
// port: 0.0.0.0:8000, :8000.
func narrowed(c claim.Claim) claim.Claim {
	host := claim.Span{Start: c.Span.Start, End: c.Digits.Start - 1}
	loopback := "127.0.0.1"
	switch {
	case c.Role != claim.Bind || c.Open():
		return c
	case c.Host == "::" && host.Len() == len("[::]"):
		loopback = "[::1]"
	case !wildcard(c.Host) && c.Host != "" || host.Len() != len(c.Host):
		return c
	}
	c.Narrow = &claim.Edit{Span: host, New: loopback}
	return c
}
