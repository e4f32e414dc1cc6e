package format_test

import (
	"testing"

	"github.com/portclash/portclash/scanner/format"
)

// TestNotesAreNoConfiguration holds that what lies in a folder of nginx's and shows or writes its configuration is not read as it.
func TestNotesAreNoConfiguration(t *testing.T) {
	for _, name := range []string{"nginx/README.md", "nginx/reload.sh"} {
		if got := format.Of(format.File{Name: name, Text: "listen 8302;\n"}); got == "nginx" {
			t.Errorf("%s is read as %q", name, got)
		}
	}
}
