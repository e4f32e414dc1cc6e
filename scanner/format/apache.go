package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Apache httpd (httpd.apache.org/docs/2.4/mod/directives.html). Listen opens a port; VirtualHost names the one
// that a site is on, so a site's port and its Listen are one.
var _ = register(format{
	name: "apache",
	files: []string{
		"httpd*.conf", "apache*.conf", "*apache*.conf", "ports.conf", ".htaccess", "sites-available/*", "sites-enabled/*", "*.vhost", "*.conf",
		"*.conf.example", "*.conf.in", "*.conf.j2", "*.conf.sample", "*.conf.template",
	},
	servers: []string{"httpd", "apache2"},
	is:      isApache,
	scan:    scanApache,
})

// apacheOnly are the beginnings of lines that no other program's configuration has.
var apacheOnly = []string{
	"<VirtualHost", "<Directory", "<IfModule", "<IfDefine", "<Location", "<Proxy", "LoadModule ", "ServerRoot ", "DocumentRoot ",
	"ProxyPass ", "ProxyPassReverse ", "RewriteEngine ", "RewriteRule ", "</VirtualHost>", "</Directory>", "</IfModule>",
}

func isApache(f File) bool {
	for line := range strings.Lines(f.Text) {
		line = strings.TrimSpace(line)
		for _, start := range apacheOnly {
			if strings.HasPrefix(line, start) {
				return true
			}
		}
	}
	return false
}

func scanApache(f File) []claim.Claim {
	var claims []claim.Claim
	for _, d := range syntax.Directives(f.Text, false) {
		base := serverBase(f, "httpd")
		base.Key = strings.Trim(d.Words[0].Value, "<>")
		arguments := d.Arguments()
		switch d.Name() {
		case "servername", "serveralias":
		case "listen":
			claims = append(claims, apacheListen(arguments, base)...)
		case "<virtualhost", "namevirtualhost":
			for _, a := range arguments {
				a = a.Slice(0, len(strings.TrimSuffix(a.Value, ">")))
				if address, found := strings.CutPrefix(a.Value, "_default_"); found {
					a = a.Slice(len(a.Value)-len(address), len(a.Value))
				}
				base.Default = "*"
				if c, ok := addressClaim(a.Interpolate(), base); ok && c.Span != c.Digits {
					c.Narrow = nil // the site would no longer be that of the port's Listen
					claims = append(claims, c)
				}
			}
		default:
			claims = append(claims, writtenOut(interpolated(arguments), base)...)
		}
	}
	return claims
}

// apacheListen reads Listen [address:]port [protocol].
func apacheListen(arguments []syntax.Text, base claim.Claim) []claim.Claim {
	base.Default = "*"
	if len(arguments) == 0 {
		return nil
	}
	c, ok := addressClaim(arguments[0].Interpolate(), base)
	if !ok {
		return nil
	}
	if c.Span == c.Digits {
		c.Narrow = &claim.Edit{Span: claim.Span{Start: c.Span.Start, End: c.Span.Start}, New: "127.0.0.1:"}
	}
	return []claim.Claim{c}
}

// interpolated returns texts with their variables replaced.
func interpolated(all []syntax.Text) []syntax.Text {
	replaced := make([]syntax.Text, len(all))
	for i, t := range all {
		replaced[i] = t.Interpolate()
	}
	return replaced
}
