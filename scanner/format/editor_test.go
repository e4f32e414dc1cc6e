package format_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/format"
)

// editorNames is what the extension knows of the formats before it starts a server; editor/src/interest.ts reads it.
type editorNames struct {
	// Names are those that formats go by, and Unread those of them that no format reads: patterns as [format.Knows] has them,
	// with those that differ by nothing but their endings in one.
	Names  []string `json:"names"`
	Unread []string `json:"unread"`
	// Templates are the endings behind any of these names.
	Templates []string `json:"templates"`
	// Languages are what a text may be in that has no name yet.
	Languages []string `json:"languages"`
}

// TestEditor holds what VS Code is told of the formats, so that it starts the extension, and that the server, for every file
// that may claim a port and for no other: names.json, and the languages in package.json. With -update it writes them.
func TestEditor(t *testing.T) {
	const namesFile, manifestFile = "../../editor/src/names.json", "../../package.json"
	var languages map[string][]string // how the files of a language are called: VS Code's own, and what many add to them
	if err := json.Unmarshal(read(t, "../../editor/tasks/languages.json"), &languages); err != nil {
		t.Fatal(err)
	}
	var activating, unnamed []string
	for _, language := range slices.Sorted(maps.Keys(languages)) {
		if slices.ContainsFunc(languages[language], mayBeKnown) {
			activating = append(activating, "onLanguage:"+language)
		}
		if format.NameOf(language) != "" {
			unnamed = append(unnamed, language)
		}
	}
	hold(t, namesFile, indented(t, editorNames{
		Names: braced(uncovered(format.Aliases())), Unread: braced(format.Unread()), Templates: format.TemplateEndings, Languages: unnamed,
	}))
	manifest := read(t, manifestFile)
	events := bytes.ReplaceAll(bytes.TrimSpace(indented(t, activating)), []byte("\n"), []byte("\n  "))
	list := regexp.MustCompile(`(?s)("activationEvents": )\[.*?\]`)
	hold(t, manifestFile, list.ReplaceAll(manifest, append([]byte("${1}"), events...)))
}

// mayBeKnown reports whether some format reads files of a name, or of an ending, that an editor's language has.
func mayBeKnown(name string) bool {
	if format.Knows(strings.ReplaceAll(name, "*", "any")) {
		return true
	}
	unread := slices.ContainsFunc(format.Unread(), func(glob string) bool { return glob == "*"+name })
	return strings.HasPrefix(name, ".") && !unread &&
		slices.ContainsFunc(format.Aliases(), func(glob string) bool { return strings.HasSuffix(glob, name) })
}

// uncovered returns the patterns without those whose names all have an ending that another pattern is for.
func uncovered(globs []string) []string {
	return slices.DeleteFunc(slices.Clone(globs), func(glob string) bool {
		return slices.ContainsFunc(globs, func(o string) bool {
			ending, wild := strings.CutPrefix(o, "*")
			return wild && o != glob && !strings.ContainsAny(ending, "*?[/") && strings.HasSuffix(glob, ending)
		})
	})
}

// braced returns the patterns by the alphabet, with those that differ by nothing but their endings in one: *.{yaml,yml}.
func braced(globs []string) []string {
	endings := map[string][]string{}
	for _, glob := range globs {
		stem, ending := glob, ""
		if i := strings.LastIndexByte(glob, '.'); i >= 0 && !strings.ContainsAny(glob[i:], "*?[/") {
			stem, ending = glob[:i+1], glob[i+1:]
		}
		endings[stem] = append(endings[stem], ending)
	}
	var all []string
	for _, stem := range slices.Sorted(maps.Keys(endings)) {
		slices.Sort(endings[stem])
		if one := endings[stem]; len(one) == 1 {
			all = append(all, stem+one[0])
		} else {
			all = append(all, stem+"{"+strings.Join(one, ",")+"}")
		}
	}
	return all
}

func indented(t *testing.T, value any) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// hold fails where a file is not as it should be, or writes it.
func hold(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got := read(t, file); !bytes.Equal(got, want) {
		t.Errorf("%s does not fit the formats; run with -update\n%s", file, difference(string(want), string(got)))
	}
}
