package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// nginx (nginx.org/en/docs/dirindex.html). Server blocks that listen on one port share it: they are virtual hosts
// and never clash.
var _ = register(format{
	name: "nginx",
	files: []string{
		"nginx*.conf", "nginx*.conf.*", "*.nginx", "*.vhost", "sites-available/*", "sites-enabled/*", "*.conf", "*.conf.default",
		"nginx/*", "nginx/*/*", "*.conf.dist", "*.conf.erb", "*.conf.example", "*.conf.in", "*.conf.j2", "*.conf.sample", "*.conf.template", "*.conf.tmpl", "*.conf.tpl",
	},
	servers: []string{"nginx", "openresty"},
	is:      isNginx,
	scan:    scanNginx,
})

// nginxOnly are directives that no other program's configuration has in nginx's notation.
var nginxOnly = words("server_name listen proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass proxy_set_header location upstream " +
	"worker_processes worker_connections ssl_certificate ssl_certificate_key access_log try_files")

// notes are the ends of the names of files that lie beside nginx's configuration and show parts of it, or write it.
var notes = words(".md .rst .adoc .html .sh .py .rb .js .ts .yml .yaml .json")

func isNginx(f File) bool {
	base := strings.ToLower(f.Base())
	if strings.HasPrefix(base, "nginx") {
		return true
	}
	if notes[path.Ext(base)] { // of a folder that is nginx's
		return false
	}
	for line := range strings.Lines(f.Text) {
		line = strings.TrimSpace(line)
		if code, _, commented := strings.Cut(line, " #"); commented {
			line = strings.TrimSpace(code)
		}
		for _, block := range []string{"http {", "server {"} { // on one line with what is in it
			line = strings.TrimSpace(strings.TrimPrefix(line, block))
		}
		name, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		if nginxOnly[name] && rest != "" && rest[0] != '=' && rest[0] != '{' && strings.IndexByte(";{}", rest[len(rest)-1]) >= 0 {
			return true
		}
	}
	return false
}

func scanNginx(f File) []claim.Claim {
	all := syntax.Directives(f.Text, true)
	names := map[*syntax.Directive]string{}
	for _, d := range all {
		if d.Name() == "server_name" && len(d.Arguments()) > 0 {
			names[d.Parent] = strings.TrimRight(d.Arguments()[0].Value, ";")
		}
	}
	var claims []claim.Claim
	for _, d := range all {
		group := ""
		for p := d.Parent; p != nil && group == ""; p = p.Parent {
			group = names[p]
		}
		for _, c := range nginxClaims(d, serverBase(f, "nginx")) {
			c.Key, c.Group = directivePath(d), group
			claims = append(claims, c)
		}
	}
	return claims
}

// directivePath returns the names of the blocks that d is in and of d itself.
func directivePath(d *syntax.Directive) string {
	if d.Parent == nil {
		return d.Name()
	}
	return syntax.Join(directivePath(d.Parent), d.Name())
}

func nginxClaims(d *syntax.Directive, base claim.Claim) []claim.Claim {
	arguments := d.Arguments()
	switch name := d.Name(); {
	case len(arguments) == 0 || name == "server_name":
		return nil
	case name == "listen":
		return nginxListen(arguments, base)
	case name == "server" && !d.Block, strings.HasSuffix(name, "_pass"):
		base.Role = claim.Connect
		if c, ok := addressClaim(arguments[0].Interpolate(), base); ok && c.Span != c.Digits && !c.Open() {
			return []claim.Claim{c}
		}
		return nil
	}
	return writtenOut(arguments, base)
}

// nginxListen reads the arguments of listen: an address and parameters. A port alone is on every IPv4 address,
// one on [::] on IPv6 only unless it says otherwise (ngx_http_core_module, "listen").
func nginxListen(arguments []syntax.Text, base claim.Claim) []claim.Claim {
	base.Default = "0.0.0.0"
	both := false
	for _, parameter := range arguments[1:] {
		switch parameter.Value {
		case "udp", "quic":
			base.Protocol = claim.UDP
		case "ipv6only=off":
			both = true
		}
	}
	address := arguments[0].Interpolate()
	c, ok := addressClaim(address, base)
	if !ok {
		return nil
	}
	if c.Span == c.Digits {
		c.Narrow = &claim.Edit{Span: claim.Span{Start: c.Span.Start, End: c.Span.Start}, New: "127.0.0.1:"}
	}
	c.V6Only = c.Host == "::" && !both
	return []claim.Claim{c}
}

// writtenOut returns the claims of the endpoints that are written out in the arguments of a directive that says
// nothing of its own about ports: places to go to.
func writtenOut(arguments []syntax.Text, base claim.Claim) []claim.Claim {
	base.Role = claim.Connect
	var claims []claim.Claim
	for _, a := range arguments {
		for _, l := range literals(a) {
			claims = append(claims, l.claim(a, base))
		}
	}
	return claims
}
