package format_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner"
)

// BenchmarkCompose reads a file of 200 lines, as at every keystroke in it.
func BenchmarkCompose(b *testing.B) {
	var text strings.Builder
	text.WriteString("services:\n")
	for i := range 20 {
		fmt.Fprintf(&text, "  s%d:\n    image: example/s%d\n    ports:\n      - \"%d:80\"\n      - \"${PORT%d:-%d}:81\"\n", i, i, 8000+i, i, 9000+i)
		fmt.Fprintf(&text, "    environment:\n      PORT: 80\n      URL: http://localhost:81\n    command: serve --port 80\n    restart: always\n")
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		scanner.Scan("compose.yaml", text.String())
	}
}
