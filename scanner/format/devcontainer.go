package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Development containers (containers.dev/implementors/json_reference): the ports that the editor forwards and the
// engine publishes to this machine, and what the container's commands and variables do inside it.
var _ = register(format{
	name:  "devcontainer",
	files: []string{"devcontainer.json", ".devcontainer.json", ".devcontainer/*.json", "devcontainer-template.json"},
	scan:  scanDevcontainer,
})

// insideCommands are the commands that are run in the container; initializeCommand is the only other.
var insideCommands = []string{"onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand"}

func scanDevcontainer(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	about := root.Get("image").Value().Value
	forwarded := claim.Claim{About: about} // the editor forwards another port where one is taken
	base := claim.Claim{Together: "devcontainer", About: about}
	inside := claim.Claim{Scope: claim.Container, About: about}
	var claims []claim.Claim
	for i, item := range items(root.Get("forwardPorts")) {
		claims = append(claims, forwardedPort(item, index("forwardPorts", i), forwarded)...)
	}
	claims = append(claims, appPort(root.Get("appPort"), base)...)
	claims = append(claims, portsAttributes(root.Get("portsAttributes"), inside)...)
	if arguments := texts(root.Get("runArgs")); len(arguments) > 0 {
		r := run{base: base}
		r.base.Key = "runArgs"
		readDockerRun(&r, arguments)
		claims = append(claims, r.claims...)
	}
	for _, name := range []string{"containerEnv", "remoteEnv"} {
		claims = append(claims, settingClaims(settingsOf(root.Get(name), name), inside)...)
	}
	for _, name := range insideCommands {
		claims = append(claims, lifecycleCommand(root.Get(name), name, inside)...)
	}
	claims = append(claims, lifecycleCommand(root.Get("initializeCommand"), "initializeCommand", claim.Claim{})...)
	for _, p := range entries(root.Get("features")) {
		claims = append(claims, featurePorts(p.Value, syntax.Join("features", p.Key), inside)...)
	}
	claims = append(claims, composedOf(root.Get("dockerComposeFile"))...)
	claims = append(claims, settingsInside(root.Get("settings"), "settings", about)...)
	claims = append(claims, settingsInside(root.At("customizations", "vscode", "settings"), "customizations.vscode.settings", about)...)
	return append(claims, endpointsBelow(root, "", inside)...)
}

// composedOf returns the open claim which says of which compose files, each read over those before it, the container is one
// service. The editor starts all of them.
func composedOf(n *syntax.Node) []claim.Claim {
	files := items(n)
	if n != nil && n.Kind == syntax.Scalar {
		files = []*syntax.Node{n}
	}
	if len(files) == 0 {
		return nil
	}
	c := claim.Claim{Key: "dockerComposeFile", Starts: readOver(files)}
	if c.Starts == nil {
		return nil
	}
	return []claim.Claim{noteAt(files[0].Value().Span(0, 0).Start, c)}
}

// featurePorts reads the options of a feature that are ports: what it installs listens there in the container.
func featurePorts(options *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(options) {
		if !nameOf(p.Key).port() {
			continue
		}
		if c, ok := numberClaim(p.Value, syntax.Join(key, p.Key), base); ok {
			claims = append(claims, c)
		}
	}
	return claims
}

// settingsInside reads the editor's settings in the container of that image, where its extensions run.
func settingsInside(settings *syntax.Node, key, image string) []claim.Claim {
	if settings == nil {
		return nil
	}
	claims := editorSettings(settings, key)
	for i := range claims {
		if claims[i].About = image; claims[i].Scope == claim.Host {
			claims[i].Scope = claim.Container
		}
	}
	return claims
}

// forwardedPort reads a port of the container, or HOST:PORT for one of a service beside it. The editor listens on
// the same number of this machine's loopback address.
func forwardedPort(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	value := n.Value().Trim()
	port := value.Slice(strings.LastIndexByte(value.Value, ':')+1, len(value.Value))
	e, ok := wholePort(port)
	if !ok {
		return nil
	}
	c := base
	c.Key, c.Port, c.EndPort, c.Default = key, e.Port, e.EndPort, "127.0.0.1"
	place(&c, value, 0, len(value.Value), len(value.Value)-len(port.Value), len(value.Value))
	return []claim.Claim{c}
}

// appPort reads the ports that the engine publishes: a number, which is published on the loopback address, a
// mapping as docker run has it, or a list of them.
func appPort(n *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, item := range append([]*syntax.Node{n}, items(n)...) {
		base := base
		base.Key = "appPort"
		if i > 0 {
			base.Key = index("appPort", i-1)
		}
		value := item.Value().Trim()
		if e, ok := wholePort(value); ok {
			c := publishedClaim(base, e, e)
			c.Default = "127.0.0.1"
			place(&c, value, 0, len(value.Value), 0, len(value.Value))
			claims = append(claims, c)
			continue
		}
		claims = append(claims, mappingClaims(value, base)...)
	}
	return claims
}

// portsAttributes reads the names of the attributes that are ports or ranges. They say what to do should
// something listen there in the container, not that something does.
func portsAttributes(n *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(n) {
		key := syntax.Verbatim(p.Key, p.KeySpan.Start)
		if e, ok := wholePort(key); ok {
			base.Key = "portsAttributes." + p.Key
			claims = append(claims, insideClaim(key, e, base))
		}
	}
	return claims
}

// lifecycleCommand reads a command: a line for the shell, a list of words, or several of both that run beside
// each other, by their names.
func lifecycleCommand(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	base.Key = key
	claims := commandClaims(n, nil, base)
	for _, p := range entries(n) {
		base.Key = syntax.Join(key, p.Key)
		claims = append(claims, commandClaims(p.Value, nil, base)...)
	}
	return claims
}
