package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Terraform and OpenTofu (developer.hashicorp.com/terraform/language), Coder's templates included. What they make
// is other machines, but for the containers of the Docker provider; rules of firewalls and the ports of cloud
// services are nobody's claims here.
var _ = register(format{
	name:  "terraform",
	files: []string{"*.tf", "*.tofu", "*.tfvars"},
	scan:  scanTerraform,
})

func scanTerraform(f File) []claim.Claim {
	t := terraform{}
	t.read(syntax.Braces(f.Text), nil)
	return t.claims
}

// A terraform collects the claims of a file.
type terraform struct{ claims []claim.Claim }

// read reads a node at a path of names, and all below it.
func (t *terraform) read(n *syntax.Node, names []string) {
	if n == nil || n.Alias != nil {
		return
	}
	base := claim.Claim{Scope: claim.Remote, Group: group(names)}
	if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, "port") }) { // what a variable has for a container's
		local := claim.Claim{Group: base.Group}
		if ports := publishedPort(n, "internal", "external", "ip", strings.Join(names, "."), local); len(ports) > 0 {
			t.claims = append(t.claims, ports...)
			return
		}
	}
	for _, p := range n.Pairs {
		path := append(slices.Clone(names), p.Key)
		key := strings.Join(path, ".")
		base.Key = key
		switch {
		case p.Key == "ports" && below(names, "docker_container"):
			t.claims = append(t.claims, publishedPort(p.Value, "internal", "external", "ip", key, claim.Claim{Group: base.Group})...)
		case p.Key == "extra_port_mappings": // kind's nodes
			local := claim.Claim{Group: base.Group}
			for i, n := range append([]*syntax.Node{p.Value}, p.Value.Items...) {
				at := key
				if i > 0 {
					at = index(key, i-1)
				}
				t.claims = append(t.claims, publishedPort(n, "container_port", "host_port", "listen_address", at, local)...)
			}
		case p.Value.Kind == syntax.Scalar && strings.HasSuffix(p.Key, "script") || p.Key == "user_data" || p.Key == "inline":
			t.claims = append(t.claims, lineClaims(p.Value.Value().Interpolate(), base)...)
		case p.Key == "command" || p.Key == "entrypoint":
			base.Scope = claim.Container
			t.claims = append(t.claims, commandClaims(p.Value, nil, base)...)
			base.Scope = claim.Remote
		case p.Value.Kind == syntax.Scalar:
			t.setting(p, path, base)
		case p.Key == "env" || p.Key == "environment" || p.Key == "environment_variables":
			base.Scope = claim.Container
			t.claims = append(t.claims, settingClaims(settingsOf(p.Value, key), base)...)
			base.Scope = claim.Remote
		default:
			t.read(p.Value, path)
		}
	}
	for i, item := range n.Items {
		t.read(item, append(slices.Clone(names[:max(0, len(names)-1)]), index(last(names), i)))
	}
}

// setting reads one setting: the number that a variable named for a port has unless told otherwise, a container's
// port, or an endpoint that is written out.
func (t *terraform) setting(p syntax.Pair, path []string, base claim.Claim) {
	named := nameOf(p.Key)
	variable := len(path) == 3 && path[0] == "variable" && p.Key == "default"
	if variable {
		named = nameOf(path[1])
	}
	given := variable || len(path) == 1 || len(path) == 2 && path[0] == "locals"
	inside := below(path, "kubernetes_") || p.Key == "container_port" || p.Key == "containerPort"
	if inside {
		base.Scope = claim.Cluster
	}
	if (given || inside) && named.port() {
		if c, ok := numberClaim(p.Value, base.Key, base); ok {
			t.claims = append(t.claims, c)
			return
		}
	}
	if !named.has(proseNames) {
		t.claims = append(t.claims, addressClaims(p.Value.Value(), named, base)...)
	}
}

// group returns the name of the block that a path is in: coder_app.editor.
func group(names []string) string {
	if len(names) >= 3 && (names[0] == "resource" || names[0] == "data") {
		return names[1] + "." + names[2]
	}
	if len(names) >= 2 {
		return names[1]
	}
	return ""
}

// below reports whether one of the names begins so.
func below(names []string, prefix string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, prefix) })
}

func last(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}
