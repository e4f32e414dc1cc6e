package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Sphinx and Manticore Search (manual.manticoresearch.com, "Searchd"; sphinxsearch.com/docs).
var _ = register(format{
	name:    "sphinx",
	files:   []string{"sphinx*.conf", "sphinx*.conf.*", "manticore*.conf", "*.conf"},
	servers: []string{"searchd"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "searchd") && (strings.Contains(f.Text, "pid_file") || strings.Contains(f.Text, "listen"))
	},
	scan: func(f File) []claim.Claim {
		root := syntax.Braces(f.Text)
		base := serverBase(f, "searchd")
		claims := sphinxManual.read(base, root)
		root.Walk(func(key string, n *syntax.Node) bool {
			if n.Kind == syntax.Scalar && settingName(key) == "listen" {
				base.Key = key
				claims = append(claims, sphinxListen(n.Value().Interpolate(), base)...)
			}
			return true
		})
		return claims
	},
})

var sphinxManual = manual{
	{at: "source.**.sql_port", role: claim.Connect, host: ".sql_host", otherwise: "localhost"},
	{at: "**.listen", skip: true},
	{at: "**.agent", role: claim.Connect},
}

// sphinxListen reads [address:]port[-port][:protocol][_vip].
func sphinxListen(t syntax.Text, base claim.Claim) []claim.Claim {
	base.Default = "*"
	if i := strings.LastIndexByte(t.Value, ':'); i >= 0 && i+1 < len(t.Value) && letter(t.Value[i+1]) {
		t = t.Slice(0, i)
	}
	return listClaims(t, base)
}
