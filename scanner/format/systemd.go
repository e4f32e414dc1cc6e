package format

import (
	"path"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Units of systemd (systemd.socket(5), systemd.exec(5)) and of Podman (podman-systemd.unit(5)).
var _ = register(format{
	name: "systemd",
	files: []string{
		"*.service", "*.socket", "*.container", "*.pod", "*.service.in", "*.service.j2", "*.service.erb",
		"*.service.tmpl", "*.service.template", "*.service.example", "*.service.sample", "*.socket.in", "*.socket.j2", "*.container.in",
		"*.container.j2", "*.service.d/*.conf", "*.socket.d/*.conf", "*.container.d/*.conf",
	},
	servers: []string{"systemd"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "[Service]") || strings.Contains(f.Text, "[Socket]") || strings.Contains(f.Text, "[Unit]") ||
			strings.Contains(f.Text, "[Container]") || strings.Contains(f.Text, "[Pod]") || strings.Contains(f.Text, "[Install]")
	},
	scan: scanSystemd,
})

func scanSystemd(f File) []claim.Claim {
	var claims []claim.Claim
	root := syntax.INI(f.Text)
	for _, section := range root.Pairs {
		base := serverBase(f, "")
		base.Key = section.Key
		base.Group = strings.TrimSuffix(f.Base(), path.Ext(f.Base()))
		switch section.Key {
		case "Socket":
			claims = append(claims, socketClaims(section.Value, base)...)
		case "Service":
			claims = append(claims, serviceClaims(section.Value, base)...)
		case "Container", "Pod":
			claims = append(claims, quadletClaims(section.Value, base)...)
		}
	}
	return claims
}

// socketClaims reads what systemd itself listens on. A port alone is on every address, and so is one on [::]
// unless BindIPv6Only says otherwise.
func socketClaims(section *syntax.Node, base claim.Claim) []claim.Claim {
	only6 := section.Get("BindIPv6Only").Value().Value == "ipv6-only"
	var claims []claim.Claim
	for _, p := range section.Pairs {
		base := base
		base.Key = syntax.Join(base.Key, p.Key)
		base.Default = "*"
		switch p.Key {
		case "ListenStream", "ListenSequentialPacket":
		case "ListenDatagram":
			base.Protocol = claim.UDP
		default:
			continue
		}
		value := p.Value.Value().Trim()
		if c, ok := addressClaim(value, base); ok && !strings.ContainsRune(c.Host, 0) && !strings.HasPrefix(value.Value, "vsock") {
			if c.Span == c.Digits {
				c.Narrow = &claim.Edit{Span: claim.Span{Start: c.Span.Start, End: c.Span.Start}, New: "127.0.0.1:"}
			}
			c.V6Only = only6 && (c.Host == "" || c.Host == "::")
			claims = append(claims, c)
		}
	}
	return claims
}

// serviceClaims reads a service's commands and environment.
func serviceClaims(section *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range section.Pairs {
		base := base
		base.Key = syntax.Join(base.Key, p.Key)
		value := p.Value.Value().Trim()
		switch {
		case p.Key == "Environment":
			claims = append(claims, settingClaims(assignments(value, base.Key), base)...)
		case strings.HasPrefix(p.Key, "Exec"):
			// the marks that say how to start the command
			bare := strings.TrimLeft(value.Value, "@-:+!|")
			claims = append(claims, lineClaims(value.Slice(len(value.Value)-len(bare), len(value.Value)).Interpolate(), base)...)
		}
	}
	return oneListener(claims)
}

// assignments returns the settings of a text of NAME=value words.
func assignments(t syntax.Text, key string) []setting {
	var settings []setting
	for _, c := range syntax.Commands(t) {
		for _, w := range append(c.Sets, c.Words...) {
			if name, value, found := w.Cut('='); found {
				settings = append(settings, setting{name.Value, syntax.Join(key, name.Value), value.Interpolate()})
			}
		}
	}
	return settings
}

// quadletClaims reads a container or a pod: what it publishes on this machine and what is inside.
func quadletClaims(section *syntax.Node, base claim.Claim) []claim.Claim {
	base.About = section.Get("Image").Value().Value
	inside := base
	if section.Get("Network").Value().Value != "host" {
		inside.Scope = claim.Container
	}
	var claims []claim.Claim
	for _, p := range section.Pairs {
		published, inside := base, inside
		published.Key = syntax.Join(base.Key, p.Key)
		inside.Key = published.Key
		value := p.Value.Value().Trim().Interpolate()
		switch p.Key {
		case "PublishPort":
			for _, c := range mappingClaims(value, published) {
				c.PastFirewall = false // Podman's ports are a process's where it is not root's
				claims = append(claims, c)
			}
		case "ExposeHostPort":
			claims = append(claims, mappingClaims(value, inside)...)
		case "Environment":
			claims = append(claims, settingClaims(assignments(value, inside.Key), inside)...)
		case "Exec":
			claims = append(claims, lineClaims(value, inside)...)
		case "HealthCmd":
			claims = append(claims, probing(lineClaims(value, inside))...)
		case "PodmanArgs":
			for _, c := range dockerOptions(value, published, inside) {
				c.PastFirewall = false
				claims = append(claims, c)
			}
		}
	}
	return claims
}
