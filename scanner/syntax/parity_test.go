package syntax

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// What a whole file says to a real parser, it says to the tolerant reader: the same values at the same paths.
func TestYAMLAgreesWithParser(t *testing.T) {
	wholeFiles(t, func(t *testing.T, name, text string) {
		if strings.HasSuffix(name, ".yaml") {
			agreeYAML(t, text)
		}
	})
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		text, err := yaml.Marshal(anything(random, 4))
		if err != nil {
			t.Fatal(err)
		}
		agreeYAML(t, string(text))
	}
}

func agreeYAML(t *testing.T, text string) {
	t.Helper()
	var want []string
	for decoder := yaml.NewDecoder(strings.NewReader(text)); ; {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the parser: %v in\n%s", err, text)
		}
		want = append(want, parsedYAML("", document.Content[0])...)
	}
	var got []string
	for _, n := range YAML(text) {
		checkTree(t, text, n, true)
		got = append(got, values("", n)...)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s\nfrom\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), text)
	}
}

// parsedYAML returns "path: value" for every scalar below a parser's node.
func parsedYAML(path string, n *yaml.Node) []string {
	var all []string
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			all = append(all, parsedYAML(Join(path, n.Content[i].Value), n.Content[i+1])...)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			all = append(all, parsedYAML(fmt.Sprintf("%s[%d]", path, i), item)...)
		}
	case yaml.AliasNode:
		all = append(all, path+": *")
	default:
		all = append(all, path+": "+strings.Join(strings.Fields(n.Value), " "))
	}
	return all
}

// values returns "path: value" for every scalar below n, with quotes and escapes undone, and runs of blanks as one.
func values(path string, n *Node) []string {
	var all []string
	for _, p := range n.Pairs {
		all = append(all, values(Join(path, p.Key), p.Value)...)
	}
	for i, item := range n.Items {
		all = append(all, values(fmt.Sprintf("%s[%d]", path, i), item)...)
	}
	switch {
	case n.Alias != nil:
		all = append(all, path+": *")
	case n.Kind == Scalar:
		value := strings.Join(strings.Fields(n.Text), " ")
		switch n.Quote {
		case '\'':
			value = strings.ReplaceAll(value, "''", "'")
		case '"':
			if s, err := strconv.Unquote(`"` + strings.ReplaceAll(value, `\/`, "/") + `"`); err == nil {
				value = strings.Join(strings.Fields(s), " ")
			}
		}
		all = append(all, path+": "+value)
	}
	return all
}

// Every JSON text, on one line or indented, reads as encoding/json reads it.
func TestJSONAgreesWithParser(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var one, many bytes.Buffer
		encoder := json.NewEncoder(&one)
		encoder.SetEscapeHTML(false) // names stay as they are in the source, escapes and all
		if err := encoder.Encode(anything(random, 5)); err != nil {
			t.Fatal(err)
		}
		if err := json.Indent(&many, one.Bytes(), "", "\t"); err != nil {
			t.Fatal(err)
		}
		want := parsedJSON(t, one.Bytes())
		for _, text := range []string{one.String(), many.String(), strings.ReplaceAll(many.String(), "\t", "")} {
			n := JSON(text)
			checkTree(t, text, n, true)
			if got := values("", n); !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s\nfrom\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), text)
			}
		}
	}
}

// parsedJSON returns "path: value" for every scalar of a text. It relies on names in sorted order, as
// json.Marshal writes them.
func parsedJSON(t *testing.T, text []byte) []string {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var root any
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, v any) []string
	walk = func(path string, v any) []string {
		var all []string
		switch v := v.(type) {
		case map[string]any:
			names := make([]string, 0, len(v))
			for name := range v {
				names = append(names, name)
			}
			slices.Sort(names)
			for _, name := range names {
				all = append(all, walk(Join(path, name), v[name])...)
			}
		case []any:
			for i, item := range v {
				all = append(all, walk(fmt.Sprintf("%s[%d]", path, i), item)...)
			}
		case nil:
			all = append(all, path+": null")
		default:
			all = append(all, path+": "+strings.Join(strings.Fields(fmt.Sprint(v)), " "))
		}
		return all
	}
	return walk("", root)
}

var (
	someNames = []string{"ports", "a b", "x-y", "80", "on", "a.b", "<<<", "-", "key: odd", "#", "é", "{{ x }}", "- a"}
	someTexts = []string{
		"", "80:80", "http://localhost:3000/#a", "a: b", " # no comment", "it's", `say "so"`, "- x", "[1, 2", "{a", "*", "&a b", "!t", "%x",
		"null", "true", "3.0", "${PORT:-80}", "{{ .port }}", "a\nb\n  c: d\n", "trailing ", "|", "> x", "? y", "a #b", "back\\slash", "@at", "`", "---", "...", "\ttab",
	}
)

// anything returns a random value at most that deep, of names and texts that are hard to read.
func anything(random *rand.Rand, depth int) any {
	size := random.IntN(4)
	switch kind := random.IntN(5); {
	case depth > 0 && kind < 2 && size > 0:
		m := map[string]any{}
		for range size {
			m[someNames[random.IntN(len(someNames))]] = anything(random, depth-1)
		}
		return m
	case depth > 0 && kind == 2 && size > 0:
		s := make([]any, size)
		for i := range s {
			s[i] = anything(random, depth-1)
		}
		return s
	case kind == 3:
		return random.IntN(70000)
	default:
		return someTexts[random.IntN(len(someTexts))]
	}
}
