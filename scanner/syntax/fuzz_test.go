package syntax

import (
	"os"
	"strings"
	"testing"
)

// fuzz feeds a reader with whatever: it must return, and what it returns must hold together.
func fuzz(f *testing.F, ordered bool, read func(string) []*Node) {
	wholeFiles := []string{"stack.yaml", "windows.yaml", "package.json", "launch.jsonc", "settings.toml", "service.ini", "application.properties"}
	for _, name := range wholeFiles {
		text, err := os.ReadFile("testdata/whole/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, n := range read(text) {
			checkTree(t, text, n, ordered)
		}
	})
}

// hostile are texts that have broken readers of this kind.
var hostile = []string{
	"", "\ufeff", "\ufeffa: 1\nb: 2", "\xff\xfe", "\x00", "a: \xff\"\n", "- - - -", "? ? ?", "[[{{", "{{ a }}: {{ b }}", "a: [\n- b",
	"a: |2\n   x", "a: >-\n", "&a", "&a *a", "*a", "!", "! !", "--- - a\n...\nb", "a:\n\t- b", "'", "\"\\", "a: \"\\\n\\", "}", "]:",
	"{\"a\":{\"b\":[}", "[}", "{]", "/*", "{/", "\"a\": 1", "a=[[", "a={b={", "[", "[[", "[a.", "\"\"\"", "a='''", "=", "a.=1", "[]\na=1", "[a]\n[[a]]\nb=1\n[a]",
	"a = \\\n", "a\\", "a\\\n", "\\\r\n", "a = \\\n\\\n", " a\n b", "[s", "[\"", strings.Repeat("[", 3000), strings.Repeat("{a:", 1500),
	strings.Repeat("- ", 2000), strings.Repeat("a.", 1500) + "b=1", strings.Repeat("{\"a\":", 1500) + "\n\"b\":1",
}

func FuzzYAML(f *testing.F) { fuzz(f, true, YAML) }

func FuzzJSON(f *testing.F) {
	fuzz(f, true, func(text string) []*Node { return []*Node{JSON(text)} })
}

func FuzzTOML(f *testing.F) {
	fuzz(f, false, func(text string) []*Node { return []*Node{TOML(text)} })
}

func FuzzINI(f *testing.F) {
	fuzz(f, false, func(text string) []*Node { return []*Node{INI(text)} })
}

func FuzzProperties(f *testing.F) {
	fuzz(f, true, func(text string) []*Node { return []*Node{Properties(text)} })
}
