package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// memcached's configuration on Debian (/etc/memcached.conf): its command line with a flag in a line.
var _ = register(format{
	name:    "memcached",
	files:   []string{"memcached*.conf"},
	servers: []string{"memcached"},
	scan: func(f File) []claim.Claim {
		words := []syntax.Text{syntax.Verbatim("memcached", 0)}
		for line := range linesOf(f.Text) {
			if line = line.Trim(); !strings.HasPrefix(line.Value, "#") {
				words = append(words, fieldsOf(line)...)
			}
		}
		base := serverBase(f, "memcached")
		base.Key = "flags"
		return wordClaims(syntax.Command{Words: words}, base)
	},
})
