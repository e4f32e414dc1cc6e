package check_test

import (
	"fmt"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
)

// BenchmarkOccurrences is the worst workspace for finding what means a port: a thousand claims in two hundred packages,
// all of one number.
func BenchmarkOccurrences(b *testing.B) {
	texts := map[string]string{}
	for i := range 200 {
		texts[fmt.Sprintf("packages/p%d/package.json", i)] = `{"scripts": {"dev": "vite --port 3000"}}`
		texts[fmt.Sprintf("shared/s%d/.env.local", i)] = "A=http://localhost:3000\nB=http://localhost:3000\nC=http://localhost:3000\nD=http://localhost:3000\n"
	}
	w := world(texts, nil)
	path := workspaceFolder + "/packages/p7/package.json"
	f, _ := w.File(path)
	p := check.Place{Path: path, Claim: f.Claims[0]}
	if f.Claims[0].Role != claim.Bind || len(w.Occurrences(p)) != 1 {
		b.Fatal("the package's bind is not alone")
	}
	for b.Loop() {
		w.Occurrences(p)
	}
}
