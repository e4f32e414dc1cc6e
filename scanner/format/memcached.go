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
		for start := 0; start < len(f.Text); {
			end := len(f.Text)
			if n := strings.IndexByte(f.Text[start:], '\n'); n >= 0 {
				end = start + n
			}
			line := syntax.Verbatim(f.Text[start:end], start).Trim()
			if !strings.HasPrefix(line.Value, "#") {
				for _, w := range line.Split(" \t") {
					if w.Value != "" {
						words = append(words, w)
					}
				}
			}
			start = end + 1
		}
		base := serverBase(f, "memcached")
		base.Key = "flags"
		return wordClaims(syntax.Command{Words: words}, base)
	},
})
