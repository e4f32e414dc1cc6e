package format

import (
	"regexp"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Docker Compose, by the compose specification (github.com/compose-spec/compose-spec).
var _ = register(format{
	name:  "compose",
	files: []string{"compose*.yml", "compose*.yaml", "docker-compose*.yml", "docker-compose*.yaml", "*.yml", "*.yaml"},
	is:    isCompose,
	scan:  scanCompose,
})

// isCompose reports whether a file is a compose file by its name, or because it has services at its top that are told
// what only Compose tells them.
func isCompose(f File) bool {
	base := strings.ToLower(f.Base())
	if strings.HasPrefix(base, "compose") || strings.HasPrefix(base, "docker-compose") {
		return true
	}
	if !strings.HasPrefix(f.Text, "services:") && !strings.Contains(f.Text, "\nservices:") {
		return false
	}
	for _, service := range composeServices(f) {
		if service.known() {
			return true
		}
	}
	return false
}

// composeOnly are the settings of a service that other files with services have not.
var composeOnly = []string{"image", "build", "container_name", "env_file", "network_mode"}

func scanCompose(f File) []claim.Claim {
	all := [][]claim.Claim{composeConfigs(f), included(f)}
	for _, s := range composeServices(f) {
		all = append(all, s.claims())
	}
	claims := slices.Concat(all...)
	for i := range claims {
		if claims[i].Scope == claim.Host && isSample(f) {
			claims[i].Scope = claim.Sample
		}
	}
	return shared(claims)
}

// shared returns the claims without those that several services have from one text, and notes on the first what other
// services have it.
func shared(claims []claim.Claim) []claim.Claim {
	first := make(map[claim.Span]int, len(claims))
	all := make([]claim.Claim, 0, len(claims))
	for _, c := range claims {
		i, seen := first[c.Digits]
		if !seen || c.Open() {
			first[c.Digits] = len(all)
			all = append(all, c)
			continue
		}
		if f := &all[i]; f.Group != c.Group && slices.Equal(f.Profiles, c.Profiles) && !slices.Contains(f.Sharers, c.Group) {
			f.Sharers = append(f.Sharers, c.Group)
			f.Partings = append(f.Partings, c.Partings...)
		}
	}
	return all
}

// A composeService is one of a compose file's services.
type composeService struct {
	file File
	name string
	head claim.Span // of the name
	node *syntax.Node
	// alias is where the file has nothing for the service but the alias of another one, empty where it has more.
	alias claim.Span
	// extends is the service of the same file that this one takes over what it does not say itself, nil where there is
	// none.
	extends *composeService
}

// known reports whether the service has one of the settings that only Compose has.
func (s composeService) known() bool {
	for _, name := range composeOnly {
		if s.node.Get(name) != nil {
			return true
		}
	}
	for _, port := range items(s.node.Get("ports")) {
		if strings.Contains(port.Value().Value, ":") {
			return true
		}
	}
	return false
}

func composeServices(f File) []composeService {
	var services []composeService
	for _, root := range syntax.YAML(f.Text) {
		for _, p := range pairs(root.Get("services")) {
			s := composeService{file: f, name: p.Key, head: p.KeySpan, node: p.Value.Resolved()}
			if p.Value.Alias != nil {
				s.alias = p.Value.Span
			}
			services = append(services, s)
		}
		if root.Get("services") == nil && root.Get("version") == nil { // the first version had them at the top
			for _, p := range pairs(root) {
				if s := (composeService{file: f, name: p.Key, head: p.KeySpan, node: p.Value.Resolved()}); s.known() {
					services = append(services, s)
				}
			}
		}
	}
	extend(services)
	return services
}

// extend notes which services take over what another one of the file says.
func extend(services []composeService) {
	byName := map[string]*composeService{}
	for i := range services {
		byName[services[i].name] = &services[i]
	}
	for i, s := range services {
		from := s.node.Get("extends")
		if from.Get("file") != nil {
			continue
		}
		if from != nil && from.Kind == syntax.Mapping {
			from = from.Get("service")
		}
		if base := byName[from.Value().Value]; base != nil && base.name != s.name {
			services[i].extends = base
		}
	}
}

// claims returns what the service claims: its published ports on this machine, and what its command and its
// environment claim inside the container, or on this machine where the service has no network of its own.
func (s composeService) claims() []claim.Claim {
	base := claim.Claim{
		Key:      syntax.Join("services", s.name),
		Group:    s.name,
		Head:     s.head,
		Together: composeProject(s.file.Base()),
		Profiles: scalars(s.node.Get("profiles")),
		About:    s.node.Get("image").Value().Interpolate().Value,
	}
	if strings.ContainsRune(base.About, 0) {
		base.About = s.node.Get("image").Text
	}
	if s.node.Get("network_mode").Value().Value == "host" {
		return slices.Concat(s.onHost(base), s.profiles(base), s.networked(base))
	}
	base.Inside = s.network()
	inside := base
	inside.Scope = claim.Container
	return slices.Concat(s.published(base), s.exposed(inside), s.labels(inside), s.insides(inside), s.logging(base),
		s.profiles(inside), s.replacement(inside), s.mounts(inside), s.loads(inside), s.recipe(inside), s.extended(inside), s.called(inside), s.networked(inside))
}

// profiles returns the open claim that says under which profiles the service is started, for what other files say of it.
func (s composeService) profiles(base claim.Claim) []claim.Claim {
	n := s.node.Get("profiles")
	if len(base.Profiles) == 0 || n == nil {
		return nil
	}
	at := max(n.Span.Start, s.head.Start) // it may be in an anchor above, which other services have too
	return []claim.Claim{s.note(at, ".profiles", base)}
}

// note returns a note on the service at a byte offset, by the setting that says it.
func (s composeService) note(at int, key string, base claim.Claim) claim.Claim {
	base.Key += key
	return noteAt(at, base)
}

// logging returns where the engine, which is on this machine, sends the service's log.
func (s composeService) logging(base claim.Claim) []claim.Claim {
	claims := settingClaims(settingsOf(s.node.At("logging", "options"), base.Key+".logging.options"), base)
	for i := range claims {
		claims[i].Role, claims[i].Inside = claim.Connect, ""
	}
	return claims
}

// insides returns what the service's own settings claim, in the port space of base.
func (s composeService) insides(base claim.Claim) []claim.Claim {
	arguments := base.Key + ".build.args"
	return slices.Concat(s.environment(base), s.commands(base), s.healthcheck(base),
		settingClaims(settingsOf(s.node.At("build", "args"), arguments), inImage(base)))
}

// inImage returns base for what is told to the build of an image, which says nothing of the network of its containers.
func inImage(base claim.Claim) claim.Claim {
	base.Scope, base.Inside, base.Unsure = claim.Container, "", true
	return base
}

// onHost returns what a service claims that has this machine's network: nothing is published, and what would
// be inside is here.
func (s composeService) onHost(base claim.Claim) []claim.Claim {
	claims := slices.Concat(s.insides(base), s.logging(base))
	for _, c := range s.ports(base) {
		if c.Scope == claim.Container {
			c.Scope, c.Together = claim.Host, "" // the engine passes over it, and the program may well listen elsewhere
			claims = append(claims, c)
		}
	}
	return oneListener(claims)
}

// oneListener marks what is said of one program: where it names a port twice, in a variable and in a flag, it
// still listens there once, so that only the first counts against what is started together with it.
func oneListener(claims []claim.Claim) []claim.Claim {
	type port struct {
		first, last int
		protocol    claim.Protocol
	}
	seen := map[port]bool{}
	for i := range claims {
		c := &claims[i]
		p := port{c.Port, c.EndPort, c.Protocol}
		if c.Role != claim.Bind || c.Scope != claim.Host {
			continue
		}
		if seen[p] {
			c.Together = ""
		}
		seen[p] = true
	}
	return claims
}

// composeProject names what starts with a file: docker compose reads compose.yaml and compose.override.yaml
// together, any other file only where it is named.
func composeProject(base string) string {
	stem := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(base), ".yaml"), ".yml")
	return strings.TrimSuffix(stem, ".override")
}

func (s composeService) exposed(base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, item := range items(s.node.Get("expose")) {
		base := base
		base.Key = index(base.Key+".expose", i)
		base.Unsure, base.Announces = true, true // it opens nothing, and nothing checks it
		claims = append(claims, mappingClaims(item.Value().Interpolate(), base)...)
	}
	return claims
}

// labels returns the ports that a reverse proxy or the like is told of: traefik.http.services.NAME.loadbalancer.server.port,
// prometheus.io/port, and {{upstreams 8080}} of Caddy's.
func (s composeService) labels(base claim.Claim) []claim.Claim {
	base.Announces = true
	var claims []claim.Claim
	for _, label := range settingsOf(s.node.Get("labels"), base.Key+".labels") {
		base.Key = label.key
		port := label.value
		if at := upstreams.FindStringSubmatchIndex(port.Value); at != nil {
			port = port.Slice(at[2], at[3])
		} else if nameOf(label.name).last() != "port" {
			continue
		}
		if e, ok := wholePort(port); ok {
			claims = append(claims, insideClaim(port, e, base))
		}
	}
	return claims
}

// upstreams finds the port in a label for Caddy (github.com/lucaslorentz/caddy-docker-proxy).
var upstreams = regexp.MustCompile(`\{\{ *upstreams(?: +https?)? +(\d+) *\}\}`)

func (s composeService) environment(base claim.Claim) []claim.Claim {
	n := s.node.Get("environment")
	return append(settingClaims(settingsOf(n, base.Key+".environment"), base), passedOn(n, base)...)
}

// passedOn returns the open claims of the variables for ports that have a name and no value: the service is given what
// they are where Compose runs (the compose specification, "environment").
func passedOn(environment *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	add := func(name string, at int) {
		n := nameOf(name)
		if !n.port() {
			return
		}
		c := base
		c.Key, c.Variable, c.Role = syntax.Join(base.Key+".environment", name), name, n.portRole("")
		c.Span = claim.Span{Start: at, End: at}
		c.Digits = c.Span
		claims = append(claims, c)
	}
	for _, p := range pairs(environment) {
		if v := p.Value.Value().Value; p.Value.Kind == syntax.Scalar && (v == "" || v == "null" || v == "~") && p.Value.Quote == 0 {
			add(p.Key, p.KeySpan.End)
		}
	}
	for _, t := range texts(environment) {
		if !strings.Contains(t.Value, "=") && t.Value != "" {
			add(t.Value, t.Span(0, len(t.Value)).End)
		}
	}
	return claims
}

// commands returns the claims of entrypoint and command. Arguments may be split over the two.
func (s composeService) commands(base claim.Claim) []claim.Claim {
	claims := s.commandLines(base)
	for i := range claims {
		if claims[i].Role == claim.Connect {
			claims[i].Inside = "" // a command may as well wait for what it has itself started
		}
	}
	return claims
}

func (s composeService) commandLines(base claim.Claim) []claim.Claim {
	entrypoint, command := s.node.Get("entrypoint"), s.node.Get("command")
	var first []syntax.Text
	if entrypoint != nil && entrypoint.Kind == syntax.Sequence {
		first = texts(entrypoint)
	} else if lines := syntax.Commands(entrypoint.Value().Interpolate()); len(lines) == 1 {
		first = lines[0].Words
	}
	var claims []claim.Claim
	if entrypoint != nil {
		base := base
		base.Key, base.CommandLine = base.Key+".entrypoint", entrypoint.Span
		claims = append(claims, composeCommand(nil, entrypoint, base)...)
	}
	if base.Key += ".command"; command != nil {
		base.CommandLine = command.Span
	}
	return append(claims, composeCommand(first, command, base)...)
}

// composeCommand reads a command, a shell line or a list of words, that goes on behind the words before.
func composeCommand(before []syntax.Text, n *syntax.Node, base claim.Claim) []claim.Claim {
	switch {
	case n == nil:
		return nil
	case n.Kind == syntax.Sequence:
		return wordClaims(syntax.Command{Words: append(before, texts(n)...)}, base)
	}
	commands := syntax.Commands(n.Value().Interpolate())
	if len(commands) > 0 && len(commands[0].Words) > 0 && strings.HasPrefix(commands[0].Words[0].Value, "-") {
		if len(before) == 0 && commands[0].Words[0].Value == "-c" {
			before = []syntax.Text{syntax.Verbatim("sh", n.Span.Start)}
		}
		commands[0].Words = slices.Concat(before, commands[0].Words)
	}
	return runCommands(commands, base, 0)
}

// healthcheck returns where the service's health check goes: inside the container, whatever it runs.
func (s composeService) healthcheck(base claim.Claim) []claim.Claim {
	base.Key += ".healthcheck.test"
	test := s.node.At("healthcheck", "test")
	var claims []claim.Claim
	words := texts(test)
	switch {
	case len(words) == 0 && test != nil:
		claims = lineClaims(shellDefaults(test.Value().Interpolate()), base)
	case len(words) > 1 && words[0].Value == "CMD-SHELL":
		claims = lineClaims(shellDefaults(words[1]), base)
	case len(words) > 1:
		claims = wordClaims(syntax.Command{Words: words[1:]}, base)
	}
	for i := range claims {
		claims[i].Inside = ""
	}
	return probing(claims)
}
