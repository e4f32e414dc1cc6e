package format_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner"
)

// TestReadme holds what the README says of adding a format: the reader that it shows is the one that runs, and its
// example is read as it says.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## Add a format\n")
	if !ok {
		t.Fatal("the README does not say how a format is added")
	}
	source, err := os.ReadFile("procfile.go")
	if err != nil {
		t.Fatal(err)
	}
	if shown := block(section, "go"); shown == "" || !strings.HasSuffix(string(source), shown) {
		t.Errorf("the README shows another reader than procfile.go:\n%s", shown)
	}
	archive := txtar.Parse([]byte(block(section, "txtar")))
	if len(archive.Files) != 2 {
		t.Fatalf("the README's example has %d files", len(archive.Files))
	}
	file, want := archive.Files[0], string(archive.Files[1].Data)
	var got strings.Builder
	for _, line := range describe(string(file.Data), scanner.Scan(file.Name, string(file.Data))) {
		fmt.Fprintln(&got, line)
	}
	if got.String() != want {
		t.Errorf("the README's example is read otherwise:\n%s", difference(want, got.String()))
	}
}

// block returns the first fenced block of a language.
func block(text, language string) string {
	_, rest, _ := strings.Cut(text, "```"+language+"\n")
	inside, _, _ := strings.Cut(rest, "```")
	return inside
}
