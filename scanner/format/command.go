package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// lineClaims returns the claims of a shell line: of its assignments and of every command in it. Each is base
// with endpoint, role and place. Commands that run beside each other start together.
func lineClaims(t syntax.Text, base claim.Claim) []claim.Claim {
	return runCommands(syntax.Commands(t), base, 0)
}

// wordClaims returns the claims of one command whose words are known.
func wordClaims(c syntax.Command, base claim.Claim) []claim.Claim {
	return runCommands([]syntax.Command{c}, base, 0)
}

// maxCommandDepth bounds how deep commands are looked for in the arguments of commands.
const maxCommandDepth = 8

func runCommands(commands []syntax.Command, base claim.Claim, depth int) []claim.Claim {
	if depth > maxCommandDepth {
		return nil
	}
	for _, c := range commands {
		if c.Beside && base.Together == "" {
			base.Together = base.Key
		}
	}
	beside := false
	var claims, inner []claim.Claim
	for _, c := range commands {
		r := run{base: base, depth: depth}
		r.command(c)
		claims = append(claims, oneListener(r.claims)...)
		inner = append(inner, r.inner...)
		beside = beside || c.Beside
	}
	if !beside { // one after the other, or one instead of the other
		claims = oneListener(claims)
	}
	return append(claims, inner...)
}

// A run collects the claims of one simple command.
type run struct {
	base  claim.Claim
	depth int
	// sets are the environment variables that the command is given.
	sets   []setting
	claims []claim.Claim
	// inner are the claims of the commands that it starts in turn, each of which listens for itself.
	inner []claim.Claim
}

func (r *run) command(c syntax.Command) {
	for _, w := range c.Sets {
		r.set(w)
	}
	words := r.unwrap(c.Words)
	for _, c := range settingClaims(r.sets, r.base) {
		c.Unsure = c.Unsure || c.Role == claim.Bind && len(words) > 0 && (servesNothing(words) || isWorker(c.Group))
		r.claims = append(r.claims, c)
	}
	for _, f := range c.Files {
		r.literals(f)
	}
	if len(words) == 0 {
		return
	}
	r.claims = append(r.claims, composeNamed(words, r.base)...)
	tool, arguments := toolOf(words)
	if packageManagers[programName(words[0].Value)] && startsServer(words[1:]) {
		tool.ports = "-p" // handed on to a server that is known by its script alone
	}
	r.base.Tested = tool.tested
	if tool.read != nil {
		tool.read(r, arguments)
		return
	}
	r.arguments(tool, arguments)
	attend(r.claims, tool.also)
	if tool.guards != "" && !slices.ContainsFunc(arguments, func(w syntax.Text) bool { return tool.guards.has(w.Value) || strings.HasSuffix(w.Value, ".conf") }) {
		for i := range r.claims {
			r.claims[i].Guarded = true
		}
	}
}

// set notes NAME=value.
func (r *run) set(w syntax.Text) {
	name, value, _ := w.Cut('=')
	r.sets = append(r.sets, setting{name.Value, r.base.Key, value.Trim()})
}

// nested reads shell lines that run beside each other.
func (r *run) nested(lines []syntax.Text, beside bool) {
	base := r.base
	if beside && base.Together == "" {
		base.Together = base.Key
	}
	for _, line := range lines {
		r.inner = append(r.inner, runCommands(syntax.Commands(shellDefaults(line)), base, r.depth+1)...)
	}
}

// shellDefaults returns a line for a shell with the defaults of its variables, where what holds the line had them
// escaped: $${PORT:-80} of Compose. A plain $NAME has none and stays, as it may well be escaped for the shell too.
func shellDefaults(line syntax.Text) syntax.Text {
	if !strings.Contains(line.Value, "${") {
		return line
	}
	return line.Interpolate()
}

// arguments reads the arguments of a tool.
func (r *run) arguments(t tool, words []syntax.Text) {
	if _, known := toolsByName[strings.ToLower(t.name)]; !known {
		switch {
		case listensOnAll(words):
			t.ports, t.hosts = t.ports+" -p", t.hosts+" "+shortHostFlags
		case serves(words, t.name == "" && r.base.Scope == claim.Container):
			t.ports += " -p"
		}
	}
	host := r.hostArgument(t, words)
	values := flagValues(t, words)
	for i := 0; i < len(words); i++ {
		if words[i].Value == "--" && t.connects { // wait-for-it db:5432 -- the server
			r.claims = append(r.claims, runCommands([]syntax.Command{{Words: words[i+1:]}}, r.base, r.depth+1)...)
			return
		}
		flag, value, hasValue := flagOf(words[i], t)
		if flag == "" {
			r.argument(t, host, words[i])
			continue
		}
		if at := strings.IndexByte(flag, ':'); at > 0 && t.connects { // lsof -i:3000
			r.goes(host, words[i].Slice(at+1, len(words[i].Value)))
			continue
		}
		taken := false
		if !hasValue && i+1 < len(words) && !strings.HasPrefix(words[i+1].Value, "-") {
			value, taken = words[i+1], true
		}
		if r.flag(t, host, flag, value, values) && taken {
			i++
		}
	}
}

// flagOf cuts an argument that is a flag into its name and the value that is written with it. The name is
// empty where the argument is none.
func flagOf(w syntax.Text, t tool) (flag string, value syntax.Text, hasValue bool) {
	if !strings.HasPrefix(w.Value, "-") || w.Value == "-" || w.Value == "--" {
		return "", w, false
	}
	if i := strings.IndexAny(w.Value, "= "); i > 0 {
		return w.Value[:i], w.Slice(i+1, len(w.Value)).Trim(), true
	}
	// -p3000, and -hlocalhost of what connects
	if len(w.Value) > 2 && w.Value[1] != '-' {
		short, number := w.Value[:2], digit(w.Value[2]) || w.Hole(2) != nil
		if number && (t.ports.has(short) || t.listens.has(short) || t.goes.has(short)) || t.connects && t.hosts.has(short) {
			return short, w.Slice(2, len(w.Value)), true
		}
	}
	return w.Value, syntax.Text{}, false
}

// flag reads a flag with a value, which may be empty, and reports whether the value was the flag's. The values are
// those of all the command's flags.
func (r *run) flag(t tool, host listenHost, flag string, value syntax.Text, values map[string]string) bool {
	n := nameOf(flag)
	switch {
	case value.Value == "":
		return false
	case t.ports.has(flag) || (flag == "--port" || flag == "-port") && !t.connects:
		return r.port(t, host, value)
	case t.listens.has(flag):
		return r.listen(t, host, value)
	case t.connects && flag == "--port", t.goes.has(flag):
		return r.goes(host, value)
	case flag == "--server" && !t.connects && len(value.Value) > 3 && isNumber(value): // --server=4711 of VS Code's debug adapters
		return r.port(t, host, value)
	case strings.HasPrefix(flag, "--inspect") || flag == "--debug-port" || flag == "--remote-debugging-port":
		return r.listen(tool{name: debuggerOf(flag), host: "127.0.0.1"}, listenHost{}, value)
	case strings.HasPrefix(flag, "-agentlib:jdwp") || strings.HasPrefix(flag, "-Xrunjdwp") || strings.Contains(value.Value, "jdwp="):
		return r.javaDebugger(value)
	case hostFlags.has(flag) || t.hosts.has(flag):
		return !strings.ContainsAny(value.Value, ":/")
	case strings.HasPrefix(flag, "-D"), strings.HasPrefix(flag, "--"), long(flag):
		if strings.HasPrefix(value.Value, "-") || strings.Contains(value.Value, " -") {
			r.arguments(tool{}, value.Split(" "))
			return true
		}
		port := setting{name: strings.TrimLeft(flag, "-"), value: value}
		if last := n.last(); n.has(listenWords) && (last == "tcp" || last == "udp") { // --p2p.listen.udp=9000
			port.name = strings.TrimSuffix(port.name, last) + "port"
			n = append(n, "port")
		}
		c, ok := barePort(port, n, values, r.base)
		if ok {
			if n.portRole("") == claim.Bind && !claim.ReachOf(c.Host).Empty() { // unlike a variable's, a flag's host is its own
				c.Role, c.Scope = claim.Bind, r.base.Scope
			}
			if own := c.Host; c.Role == claim.Bind {
				if r.hosted(&c, t, host); own != "" {
					c.Host, c.Default = own, ""
				}
			}
			r.claims = append(r.claims, c)
			return true
		}
		claims := addressClaims(value, n, r.base)
		r.claims = append(r.claims, claims...)
		return len(claims) > 0
	}
	if name, setTo, found := value.Cut('='); found && plainName(name.Value) {
		r.claims = append(r.claims, settingClaims([]setting{{name.Value, r.base.Key, setTo}}, r.base)...)
		return true
	}
	// -l tcp:3000 of wait-on, whose -l has no value
	return r.literals(value) || !t.connects || t.argument == reaches
}

// debuggerOf returns what a flag that opens a debugger's port belongs to.
func debuggerOf(flag string) string {
	if flag == "--remote-debugging-port" {
		return "chrome"
	}
	return "node inspector"
}

// long reports whether a flag is a word behind one dash, as Go programs have them: -listen.
func long(flag string) bool { return len(flag) > 3 && !strings.HasPrefix(flag, "--") }

// argument reads an argument that is no flag.
func (r *run) argument(t tool, host listenHost, w syntax.Text) {
	switch {
	case t.argument == listens && r.listen(t, host, w), t.argument == binds && r.port(t, host, w):
		return
	case t.connects && (t.argument == reaches || !isNumber(w)) && r.goes(host, w):
		return
	}
	if name, value, found := w.Cut('='); found && plainName(name.Value) {
		r.claims = append(r.claims, settingClaims([]setting{{name.Value, r.base.Key, value}}, r.base)...)
		return
	}
	r.literals(w)
}

// isNumber reports whether an argument is a number or a variable and nothing else: curl's --retry 10, not its URL.
func isNumber(w syntax.Text) bool {
	_, ok := wholePort(w)
	return ok
}

// plainName reports whether what stands before = can be the name of a setting, and is no part of a URL.
func plainName(name string) bool { return !strings.ContainsAny(name, " /:?") }

// port claims a value that is a port to listen on, or says where.
func (r *run) port(t tool, host listenHost, value syntax.Text) bool {
	e, ok := wholePort(value)
	if !ok {
		return false
	}
	c := r.base
	c.Role, c.Port, c.EndPort = claim.Bind, e.Port, e.EndPort
	r.hosted(&c, t, host)
	place(&c, value, 0, len(value.Value), 0, len(value.Value))
	r.claims = append(r.claims, c)
	return true
}

// listen claims the addresses of a value that says where to listen: a port, host:port, :port or a URL,
// separated by commas where there are more.
func (r *run) listen(t tool, host listenHost, value syntax.Text) bool {
	if r.port(t, host, value) {
		return true
	}
	claims := addressClaims(value, name{"listen"}, r.base)
	for i := range claims {
		if claims[i].About == "" {
			claims[i].About = t.name
		}
		claims[i] = narrowed(claims[i])
	}
	r.claims = append(r.claims, claims...)
	return len(claims) > 0
}

// waitSchemes are what stands before the colon of a port that wait-on and lsof go to.
var waitSchemes = words("tcp udp http https http-get https-get")

// goes claims what a value says to connect to: a port, host:port, tcp:port, :port or a URL. A port alone is on the
// host that a flag names.
func (r *run) goes(host listenHost, value syntax.Text) bool {
	bare := value
	if i := strings.LastIndexByte(value.Value, ':'); i == 0 || i > 0 && waitSchemes[value.Value[:i]] {
		bare = value.Slice(i+1, len(value.Value))
	}
	if number, path, found := bare.Cut('/'); found && (bare.Value != value.Value || path.Value == "tcp" || path.Value == "udp") {
		bare = number // http :8000/users, fuser 8080/tcp
	}
	if e, ok := wholePort(bare); ok {
		c := r.base
		c.Role, c.Port, c.EndPort, c.Host = claim.Connect, e.Port, e.EndPort, host.name
		if host.name != "" && c.Reach().Empty() {
			c.Scope = claim.Remote
		}
		if strings.HasPrefix(value.Value, "udp:") {
			c.Protocol = claim.UDP
		}
		place(&c, bare, 0, len(bare.Value), 0, len(bare.Value))
		r.claims = append(r.claims, c)
		return true
	}
	return r.literals(value)
}

// literals claims the endpoints written out in a value, wildcards as binds unless the command can only connect.
func (r *run) literals(value syntax.Text) bool {
	found := false
	for _, l := range literals(value) {
		if l.Host == "" {
			continue
		}
		base := r.base
		if base.Role = claim.Connect; wildcard(l.Host) && l.scheme == "" {
			base.Role = claim.Bind
		}
		r.claims = append(r.claims, narrowed(l.claim(value, base)))
		found = true
	}
	return found
}

// javaDebugger claims the address of -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005, which is on
// the loopback address where no host is written (since JDK 9).
func (r *run) javaDebugger(value syntax.Text) bool {
	server, taken := strings.Contains(value.Value, "server=y"), false
	for _, option := range value.Split(",") {
		name, address, _ := option.Cut('=')
		if !strings.HasSuffix(name.Value, "address") {
			continue
		}
		if server {
			taken = r.listen(tool{name: "java debugger", host: "localhost"}, listenHost{}, address)
		} else {
			taken = r.goes(listenHost{}, address)
		}
	}
	return taken
}
