package syntax

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the trees that the readers return into testdata/trees")

// Every archive in testdata/trees is a text, whole or broken, and behind it the tree that it is read as: a file
// name, then the same name with ".tree".
func TestTrees(t *testing.T) {
	names, err := filepath.Glob("testdata/trees/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var files []txtar.File
			for _, file := range archive.Files {
				if strings.HasSuffix(file.Name, ".tree") {
					continue
				}
				text := string(file.Data)
				var got strings.Builder
				for i, n := range read(file.Name, text) {
					checkTree(t, text, n, inOrder(file.Name))
					if i > 0 {
						got.WriteString("---\n")
					}
					got.WriteString(tree(n))
				}
				files = append(files, file, txtar.File{Name: file.Name + ".tree", Data: []byte(got.String())})
				if want := section(archive, file.Name+".tree"); !*update && got.String() != want {
					t.Errorf("%s: got\n%swant\n%s", file.Name, got.String(), want)
				}
			}
			if archive.Files = files; *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// section returns the data of a file in an archive.
func section(archive *txtar.Archive, name string) string {
	for _, file := range archive.Files {
		if file.Name == name {
			return string(file.Data)
		}
	}
	return ""
}
