package format

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// A cluster collects what the settings of workloads claim inside of a cluster: Kubernetes manifests, Helm values.
type cluster struct {
	base claim.Claim
	// connects is set below what names another's port, ports directly below a setting that is named for ports.
	connects, ports bool
	claims          []claim.Claim
}

var (
	// goingTo are the settings below which a port is one that something goes to.
	goingTo = words("httpget tcpsocket grpc backend backends backendref backendrefs destination egress upstream")
	// variableNames are the settings that hold environment variables.
	variableNames = words("env environment extraenv extraenvs extraenvvars envvars data stringdata config configuration settings")
	// notCluster are settings that only repeat others.
	notCluster = words("kubectl.kubernetes.io/last-applied-configuration")
)

// read reads a node at a path, and all below it.
func (c *cluster) read(n *syntax.Node, key string) {
	n = n.Resolved()
	if n == nil {
		return
	}
	ports := c.ports
	c.ports = false
	if image := n.Get("image").Value().Value; image != "" {
		outer := c.base
		c.base.About = image
		defer func() { c.base = outer }()
	}
	c.command(n, key)
	beside := claim.Endpoint{Host: n.Get("hostIP").Value().Value, Protocol: protocolOf(n.Get("protocol").Value().Value)}
	for _, p := range entries(n) {
		if named, ok := numberClaim(p.Value, syntax.Join(key, p.Key), c.base); ok && ports {
			c.claims = append(c.claims, named)
			continue
		}
		c.setting(beside, p, syntax.Join(key, p.Key))
	}
	for i, item := range items(n) {
		if value := item.Value(); value.Value != "" {
			c.text(settingName(key), value, index(key, i))
			continue
		}
		c.read(item, index(key, i))
	}
}

// command reads the command of a container or of a probe.
func (c *cluster) command(n *syntax.Node, key string) {
	command, arguments := n.Get("command"), n.Get("args")
	if len(items(command))+len(items(arguments)) == 0 {
		return
	}
	base := c.base
	base.Scope = claim.Container
	base.Key = syntax.Join(key, "command")
	if len(items(command)) == 0 {
		base.Key = syntax.Join(key, "args")
	}
	c.claims = append(c.claims, wordClaims(syntax.Command{Words: append(texts(command), texts(arguments)...)}, base)...)
}

// setting reads a pair of a mapping, which has the host and the protocol beside it.
func (c *cluster) setting(beside claim.Endpoint, p syntax.Pair, key string) {
	value := p.Value.Resolved()
	lower := strings.ToLower(p.Key)
	switch {
	case value == nil || notCluster[lower] || lower == "command" && value.Kind == syntax.Sequence || lower == "args":
	case variableNames[lower] && c.variables(value, key):
	case c.port(beside, p.Key, value, key):
	case value.Kind == syntax.Scalar && strings.Contains(value.Text, "\n"):
		c.file(p.Key, value.Value(), key)
	case value.Kind == syntax.Scalar:
		c.text(p.Key, value.Value(), key)
	default:
		outer := c.connects
		c.connects = outer || goingTo[lower]
		c.ports = value.Kind == syntax.Mapping && nameOf(p.Key).last() == "ports"
		c.read(value, key)
		c.connects = outer
	}
}

// variables reads environment variables: a mapping, or a list of names and values. It reports whether n is one.
func (c *cluster) variables(n *syntax.Node, key string) bool {
	var settings []setting
	for _, item := range items(n) {
		if name := item.Get("name").Value().Value; name != "" {
			settings = append(settings, setting{name, syntax.Join(key, name), item.Get("value").Value()})
		}
	}
	for _, p := range entries(n) {
		if p.Value.Kind != syntax.Scalar {
			return false
		}
		if !strings.Contains(p.Value.Text, "\n") {
			settings = append(settings, setting{p.Key, syntax.Join(key, p.Key), p.Value.Value()})
			continue
		}
		c.file(p.Key, p.Value.Value(), syntax.Join(key, p.Key))
	}
	base := c.base
	base.Scope = claim.Container
	c.claims = append(c.claims, settingClaims(settings, base)...)
	return len(settings) > 0
}

// port reads a setting of that name if it is a port by its name, and reports whether it is one.
func (c *cluster) port(beside claim.Endpoint, name string, value *syntax.Node, key string) bool {
	words := nameOf(name)
	if !words.port() {
		return false
	}
	if number := value.Get("number"); number != nil {
		value, key = number, syntax.Join(key, "number")
	}
	base := c.base
	base.Protocol = beside.Protocol
	switch name {
	case "containerPort":
		base.Scope = claim.Container
	case "hostPort":
		// on whichever node the pod comes to, which is seldom this machine
		base.Scope, base.Host, base.Default = claim.Remote, beside.Host, "*"
	}
	if c.connects {
		base.Role = claim.Connect
	}
	found := false
	for i, item := range append([]*syntax.Node{value}, items(value)...) {
		at := key
		if i > 0 {
			at = index(key, i-1)
		}
		if claimed, ok := numberClaim(item, at, base); ok {
			if name == "nodePort" && (claimed.Port < 30000 || claimed.Port > 32767) && !claimed.Open() {
				claimed.Fault = fmt.Sprintf("%d is no node port: those are from 30000 to 32767", claimed.Port)
				claimed.Mend = &claim.Edit{Span: claimed.Digits, New: strconv.Itoa(30000 + claimed.Port%1000)}
			}
			c.claims = append(c.claims, claimed)
			found = true
		}
	}
	return found
}

// file reads a text of several lines, which is a file that a container is given.
func (c *cluster) file(name string, value syntax.Text, key string) {
	base := c.base
	base.Scope, base.Key = claim.Container, key
	claims := embeddedFile(name, value, base)
	if len(claims) == 0 {
		c.text(name, value, key)
	}
	c.claims = append(c.claims, claims...)
}

// text reads a text that knows nothing of ports: what is written out in it as an endpoint.
func (c *cluster) text(name string, value syntax.Text, key string) {
	n := nameOf(name)
	if n.has(proseNames) || !strings.Contains(value.Value, ":") {
		return
	}
	base := c.base
	base.Scope, base.Key = claim.Container, key
	if n.last() == "image" {
		base.Scope = claim.Remote // a node pulls it, from wherever its localhost is
	}
	c.claims = append(c.claims, textClaims(value, n, base)...)
}
