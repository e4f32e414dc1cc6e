package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

// read returns the roots of a text by the ending of its file's name.
func read(name, text string) []*Node {
	switch filepath.Ext(name) {
	case ".yaml":
		return YAML(text)
	case ".json", ".jsonc":
		return []*Node{JSON(text)}
	case ".toml":
		return []*Node{TOML(text)}
	case ".ini":
		return []*Node{INI(text)}
	case ".properties":
		return []*Node{Properties(text)}
	}
	panic("no reader for " + name)
}

// wholeFiles calls test for every file in testdata/whole.
func wholeFiles(t *testing.T, test func(t *testing.T, name, text string)) {
	names, err := filepath.Glob("testdata/whole/*")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(name), func(t *testing.T) { test(t, name, string(text)) })
	}
}

// A leaf is a scalar that has text, and what it depends on.
type leaf struct {
	path, text string
	span       claim.Span
	// above are the nodes that lead to it, and their names.
	above []claim.Span
}

// leaves returns the scalars of a file that have text. A root's path begins with its number.
func leaves(roots []*Node) []leaf {
	var all []leaf
	var walk func(path string, above []claim.Span, n *Node)
	walk = func(path string, above []claim.Span, n *Node) {
		above = append(slices.Clip(above), n.Span)
		if n.Kind == Scalar && n.Alias == nil && n.Text != "" {
			all = append(all, leaf{path, n.Text, n.Span, above})
		}
		for _, p := range n.Pairs {
			walk(Join(path, p.Key), append(slices.Clip(above), p.KeySpan), p.Value)
		}
		for i, item := range n.Items {
			walk(fmt.Sprintf("%s[%d]", path, i), above, item)
		}
	}
	for i, n := range roots {
		walk(fmt.Sprint(i), nil, n)
	}
	return all
}

var index = regexp.MustCompile(`\[\d+\]`)

// lost returns those of the leaves that are not among the roots' at the same path, in which items may have
// moved.
func lost(want []leaf, roots []*Node, moved bool) []leaf {
	place := func(l leaf) string {
		if moved {
			return index.ReplaceAllString(l.path, "[]") + "\x00" + l.text
		}
		return l.path + "\x00" + l.text
	}
	have := map[string]bool{}
	for _, l := range leaves(roots) {
		have[place(l)] = true
	}
	return slices.DeleteFunc(want, func(l leaf) bool { return have[place(l)] })
}

// While a person types at the end of a file, every value of the lines above stays where it is. Exempt is a
// value that goes on on the last line, as an unclosed multi-line one does.
func TestPrefixKeepsLinesAbove(t *testing.T) {
	wholeFiles(t, func(t *testing.T, name, text string) {
		whole := leaves(read(name, text))
		for cut := range len(text) {
			line := strings.LastIndexByte(text[:cut], '\n') + 1
			var want []leaf
			for _, l := range whole {
				if l.span.End < line {
					want = append(want, l)
				}
			}
			roots := read(name, text[:cut])
			for _, n := range roots {
				checkTree(t, text[:cut], n, inOrder(name))
			}
			for _, l := range lost(want, roots, false) {
				t.Errorf("%q is lost from %s when the file ends with %q", l.text, l.path, text[line:cut])
			}
		}
	})
}

// inOrder reports whether the notation writes every collection in one piece.
func inOrder(name string) bool {
	return !strings.HasSuffix(name, ".toml") && !strings.HasSuffix(name, ".ini")
}

// breakages are what may happen to a line while a person types in it: each returns the line broken.
var breakages = map[string]func(line string) string{
	"half":    func(line string) string { return line[:(len(line)+len(line)-len(strings.TrimLeft(line, " \t")))/2] },
	"quote":   func(line string) string { return beforeLastWord(line, `"`) },
	"single":  func(line string) string { return beforeLastWord(line, `'`) },
	"square":  func(line string) string { return beforeLastWord(line, `[`) },
	"curly":   func(line string) string { return beforeLastWord(line, `{`) },
	"end":     func(line string) string { return strings.TrimRight(line, "\r") + ` "` },
	"bracket": func(line string) string { return strings.TrimRight(line, "\r") + ` [` },
	"colon":   func(line string) string { return strings.Replace(strings.Replace(line, ":", "", 1), "=", "", 1) },
	"stray":   func(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] + "stray" },
	"left":    func(string) string { return "stray" },
	"empty":   func(string) string { return "" },
}

// indent returns how deep the first line of text that is not blank is.
func indent(text string) int {
	text = strings.TrimLeft(text, "\r\n")
	return len(text) - len(strings.TrimLeft(text, " \t"))
}

func beforeLastWord(line, insert string) string {
	line = strings.TrimRight(line, " \r")
	i := max(strings.LastIndexByte(line, ' '), strings.LastIndexByte(line, '\t')) + 1
	return line[:i] + insert + line[i:]
}

// With any one line broken, the values of the other lines stay where they are. Exempt are values that belong to
// the broken line: those that reach over it, and those below a name, a bracket, or a dash on it. Where the line
// loses an item altogether, the others move up by one; what is above it may then go on below it. A second opening
// bracket takes what is behind it in brackets over several lines (JSON knows better, by its indentation).
func TestBrokenLineCostsItself(t *testing.T) {
	wholeFiles(t, func(t *testing.T, name, text string) {
		whole := leaves(read(name, text))
		for kind, breakLine := range breakages {
			var line claim.Span
			above := 0 // where the last line above that has text ends
			for ; line.Start < len(text); line.Start = line.End {
				line.End = line.Start + strings.IndexByte(text[line.Start:], '\n') + 1
				content := strings.TrimRight(line.In(text), "\r\n")
				if strings.TrimSpace(content) == "" || content == "---" {
					continue
				}
				if kind == "left" && indent(text[line.End:]) < indent(content) {
					continue // it may as well be a name for the lines below
				}
				var want []leaf
				for _, l := range whole {
					if !l.belongs(text, line, kind) && !(removes[kind] && l.span.End >= above-len("'\r\n") && l.span.Start < above) {
						want = append(want, l)
					}
				}
				kept := len(want)
				broken := text[:line.Start] + breakLine(content) + "\n" + text[line.End:]
				roots := read(name, broken)
				for _, n := range roots {
					checkTree(t, broken, n, inOrder(name))
				}
				if gone := lost(want, roots, removes[kind] || opens[kind]); len(gone) > 0 {
					t.Errorf("%s: line %d, %q to %q: %d of %d lost, first %q at %s", kind, strings.Count(text[:line.Start], "\n")+1,
						content, breakLine(content), len(gone), kept, gone[0].text, gone[0].path)
				}
				above = line.End
			}
		}
	})
}

// removes are the breakages that take away what the line is in the whole, an item for example, and opens those
// that open a bracket.
var (
	removes = map[string]bool{"left": true, "empty": true}
	opens   = map[string]bool{"square": true, "curly": true, "bracket": true}
)

// belongs reports whether the test exempts l when that line of a text is broken.
func (l leaf) belongs(text string, line claim.Span, kind string) bool {
	if l.span.Start < line.End && l.span.End >= line.Start {
		return true
	}
	for i, above := range l.above {
		root := i == 0
		if line.Start <= above.Start && above.Start < line.End && !root {
			return true
		}
		bracket := above.Len() > 0 && strings.IndexByte("[{", text[above.Start]) >= 0
		if opens[kind] && bracket && above.Start < line.End && line.End <= above.End && (root && line.Start == 0 || text[0] != '{') {
			return true
		}
	}
	return false
}
