package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// VS Code's launch configurations (code.visualstudio.com/docs/debugtest/debugging-configuration). What a port is
// for depends on the debugger: most attach to it, a few listen on it.
var _ = register(format{
	name:  "launch.json",
	files: []string{"launch.json", "launch.*.json"},
	is:    func(f File) bool { return strings.Contains(f.Text, "configurations") },
	scan: func(f File) []claim.Claim {
		root := syntax.JSON(f.Text)
		return append(launchClaims(root, ""), compoundNotes(f, root)...)
	},
})

// launchClaims reads the launch configurations of root, whose path in the file is key.
func launchClaims(root *syntax.Node, key string) []claim.Claim {
	var claims []claim.Claim
	together := compounds(root)
	for i, item := range items(root.Get("configurations")) {
		l := launch{node: item, kind: item.Get("type").Value().Value, attaches: item.Get("request").Value().Value == "attach", host: hostIn(item)}
		l.base.Group = item.Get("name").Value().Value
		l.base.Together = together[l.base.Group]
		claims = append(claims, l.claims(index(under(key, "configurations"), i))...)
	}
	return claims
}

// compounds returns for every configuration that a compound starts along with others the compound's name.
func compounds(root *syntax.Node) map[string]string {
	together := map[string]string{}
	for _, compound := range items(root.Get("compounds")) {
		for _, name := range scalars(compound.Get("configurations")) {
			together[name] = "compound " + compound.Get("name").Value().Value
		}
	}
	return together
}

// compoundNotes returns the open claims which say what each compound starts, as a configuration may be in several.
func compoundNotes(f File, root *syntax.Node) []claim.Claim {
	var claims []claim.Claim
	for i, compound := range items(root.Get("compounds")) {
		names := scalars(compound.Get("configurations"))
		if len(names) < 2 {
			continue
		}
		at := claim.Span{Start: compound.Span.Start, End: compound.Span.Start}
		c := claim.Claim{
			Key: index("compounds", i), Role: claim.Connect, Scope: claim.Container, Span: at, Digits: at,
			Together: "compound " + compound.Get("name").Value().Value,
		}
		for _, name := range names {
			c.Starts = append(c.Starts, claim.Command{Files: []string{f.Base()}, Group: name})
		}
		claims = append(claims, c)
	}
	return claims
}

// A launch is one launch configuration.
type launch struct {
	node *syntax.Node
	// kind is which debugger it is for; attaches is set where that goes to a program which somebody else started.
	kind     string
	attaches bool
	// host is what the configuration names as the host of its ports.
	host string
	base claim.Claim
}

// launchProse are the settings that are for people.
var launchProse = words("name presentation problemmatcher")

func (l launch) claims(key string) []claim.Claim {
	var claims []claim.Claim
	claims = append(claims, l.command(key)...)
	base := l.base
	claims = append(claims, settingClaims(settingsOf(l.node.Get("env"), key+".env"), base)...)
	for _, p := range entries(l.node) {
		at := syntax.Join(key, p.Key)
		switch lower := strings.ToLower(p.Key); {
		case lower == "serverreadyaction":
			claims = append(claims, l.goes(p.Value.Get("uriFormat"), at+".uriFormat")...)
		case launchProse[lower] || lower == "env" || lower == "command" || strings.HasSuffix(lower, "args"):
		case lower == "listen" || lower == "connect":
			claims = append(claims, l.debugpy(p.Value, lower, at)...)
		case lower == "windows" || lower == "linux" || lower == "osx":
			claims = append(claims, launch{p.Value.Resolved(), l.kind, l.attaches, l.host, base}.claims(at)...)
		case nameOf(p.Key).port() && p.Value.Kind == syntax.Scalar:
			claims = append(claims, l.port(p.Value, at)...)
		default:
			claims = append(claims, l.goes(p.Value.Resolved(), at)...)
		}
	}
	return claims
}

// goes returns the claims of the endpoints that are written out in a setting, which something goes to.
func (l launch) goes(n *syntax.Node, key string) []claim.Claim {
	if n == nil {
		return nil
	}
	claims := endpointsBelow(n, key, l.base)
	for i := range claims {
		claims[i].Role = claim.Connect
	}
	return claims
}

// command reads the program and its arguments: what the runtime is given, and what the program is.
func (l launch) command(key string) []claim.Claim {
	base := l.base
	base.Key = key + ".runtimeArgs"
	words := append(arguments(l.node.Get("runtimeExecutable")), arguments(l.node.Get("runtimeArgs"))...)
	if l.kind == "php" && l.node.Get("runtimeExecutable") == nil && len(words) > 0 {
		words = append([]syntax.Text{syntax.Verbatim("php", words[0].Span(0, 0).Start)}, words...)
	}
	program := l.node.Get("program")
	if module := l.node.Get("module"); module != nil {
		program = module
	}
	line := base
	line.Key = key + ".command"
	claims := lineClaims(l.node.Get("command").Value().Interpolate(), line)
	if program != nil && len(words) > 0 {
		claims = append(claims, wordClaims(syntax.Command{Words: words}, base)...)
		words = nil
	}
	base.Key = key + ".args"
	if name := program.Value(); name.Value != "" && !strings.Contains(path.Base(name.Value), "$") {
		words = append(words, name)
	}
	for _, name := range []string{"args", "vmArgs", "programArgs"} {
		words = append(words, arguments(l.node.Get(name))...)
	}
	if len(words) == 0 {
		return claims
	}
	return append(claims, wordClaims(syntax.Command{Words: words}, base)...)
}

// arguments returns the words of a list of them, or of a line.
func arguments(n *syntax.Node) []syntax.Text {
	words := texts(n)
	for _, c := range syntax.Commands(n.Value().Interpolate()) {
		words = append(append(words, c.Sets...), c.Words...)
	}
	return words
}

// hostNames are the settings that say where a debugger goes to or listens.
var hostNames = []string{"host", "hostname", "hostName", "address", "server", "remoteHost"}

// port reads a port of the configuration itself: what attaches goes there, what launches has it opened, and the
// debugger of PHP is gone to by what it debugs.
func (l launch) port(n *syntax.Node, key string) []claim.Claim {
	base := l.base
	base.About = l.kind
	if l.attaches || settingName(key) == "attachSimplePort" {
		base.Role = claim.Connect
	}
	switch l.kind {
	case "php":
		base.Role, base.Default, base.Servers = claim.Bind, "*", []string{claim.Editor, "node"}
	case "chrome", "msedge", "pwa-chrome", "pwa-msedge", "node", "pwa-node", "go":
		base.Default = "127.0.0.1"
	}
	if claims := hostedPort(n, l.host, key, base); claims != nil {
		return claims
	}
	claims := endpointsBelow(n, key, base) // localhost:1234
	for i := range claims {
		claims[i].Role = base.Role
	}
	return claims
}

// hostIn returns the host that a mapping names, empty where it names none.
func hostIn(n *syntax.Node) string {
	for _, name := range hostNames {
		host := n.Get(name).Value().Interpolate().Value
		if host != "" && (local(host) || !strings.ContainsAny(host, "\x00$ :/")) {
			return host
		}
	}
	return ""
}

// hostedPort returns the claim of a port of that host, which may be empty; another machine's is gone to.
func hostedPort(n *syntax.Node, host, key string, base claim.Claim) []claim.Claim {
	if base.Host = host; host != "" && claim.ReachOf(host).Empty() {
		base.Role, base.Scope = claim.Connect, claim.Remote
	}
	if c, ok := numberClaim(n, key, base); ok {
		return []claim.Claim{c}
	}
	return nil
}

// debugpy reads where Python's debugger listens for what it debugs or connects to it: a port, or a mapping.
func (l launch) debugpy(n *syntax.Node, name, key string) []claim.Claim {
	base := l.base
	base.Default, base.About, base.Servers = "127.0.0.1", l.kind, []string{claim.Editor, "python"}
	if name == "connect" {
		base.Role = claim.Connect
	}
	if port := n.Get("port"); port != nil {
		return hostedPort(port, hostIn(n), key+".port", base)
	}
	if c, ok := numberClaim(n, key, base); ok {
		return []claim.Claim{c}
	}
	return endpointsBelow(n, key, base)
}
