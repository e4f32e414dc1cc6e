package claim_test

import (
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestCommandMeans(t *testing.T) {
	for _, c := range []struct {
		pattern, group string
		means          bool
	}{
		{"dev", "dev", true},
		{"dev", "dev:web", false},
		{"dev:*", "dev:web", true},
		{"dev:*", "dev:web:https", false},
		{"dev:*", "dev", false},
		{"dev:**", "dev:web:https", true},
		{"dev:**", "dev:", false},
		{"*:dev", "web:dev", true},
		{"*:dev", "web:build", false},
		{"dev:w*b", "dev:web", true},
		{"dev:w*b", "dev:wa", false},
		{"aba*aba", "aba", false},
		{"dev:*", "prod:web", false},
		{"dev", "develop", false},
		{"dev:a*b", "dev:ab", true},
		{"dev:x*b", "dev:ab", false},
		{"dev:**:web", "dev:a:web", true},
		{"dev:**:web", "prod:a:web", false},
		{"dev:**:web", "dev:a:api", false},
	} {
		if got := (claim.Command{Group: c.pattern}).Means(c.group); got != c.means {
			t.Errorf("%s means %s: %t", c.pattern, c.group, got)
		}
	}
}
