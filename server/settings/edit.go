package settings

import (
	"fmt"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// AddIgnore returns the edit that has a project's file, which may be empty, ignore one rule's findings on one port. It
// reports false where the file has something that cannot be added to.
func AddIgnore(text string, port int, code string) (claim.Edit, bool) {
	entry := fmt.Sprintf("{ port = %d, code = %q }", port, code)
	root := syntax.TOML(text)
	e := atTop(root, text, "ignore = ["+entry+"]")
	for _, p := range root.Pairs {
		if p.Key != "ignore" {
			continue
		}
		switch {
		case p.Value.Kind != syntax.Sequence:
			return claim.Edit{}, false
		case isHeader(text, p):
			e = atEnd(text, fmt.Sprintf("[[ignore]]\nport = %d\ncode = %q", port, code))
		default:
			e = inList(p.Value, text, entry)
		}
		break
	}
	after, _ := Read(text[:e.Span.Start]+e.New+text[e.Span.End:], []string{code})
	return e, after.Ignores(port, code, "")
}

// isHeader reports whether a pair's name is that of a [table].
func isHeader(text string, p syntax.Pair) bool {
	return strings.HasSuffix(strings.TrimRight(text[:p.KeySpan.Start], " \t\"'"), "[")
}

// atTop returns the edit that adds a line below the last that is in no table.
func atTop(root *syntax.Node, text, line string) claim.Edit {
	end := -1
	for _, p := range root.Pairs {
		if !isHeader(text, p) {
			end = max(end, p.KeySpan.End, p.Value.Span.End)
		}
	}
	if end < 0 {
		start := len(text) - len(strings.TrimPrefix(text, "\ufeff"))
		if strings.TrimSpace(text[start:]) != "" {
			line += newline(text)
		}
		return insert(start, line+newline(text))
	}
	if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
		return insert(end+i+1, line+newline(text))
	}
	return insert(len(text), newline(text)+line+newline(text))
}

// atEnd returns the edit that adds a table at the end.
func atEnd(text, table string) claim.Edit {
	before := newline(text)
	if !strings.HasSuffix(text, "\n") {
		before += newline(text)
	}
	return insert(len(text), before+strings.ReplaceAll(table, "\n", newline(text))+newline(text))
}

// inList returns the edit that puts an entry first in a list, where neither comments nor a comma at the end matter.
func inList(list *syntax.Node, text, entry string) claim.Edit {
	at := list.Span.Start + 1
	line, _, _ := strings.Cut(text[at:], "\n")
	switch line = strings.TrimSpace(line); {
	case len(list.Items) == 0 && strings.HasPrefix(line, "]"):
		return insert(at, entry)
	case line == "" || line[0] == '#':
		indent := "  "
		if len(list.Items) > 0 {
			first := list.Items[0].Span.Start
			start := lineStart(text, first)
			indent = text[start : start+len(text[start:first])-len(strings.TrimLeft(text[start:first], " \t"))]
		}
		return insert(at, newline(text)+indent+entry+",")
	}
	return insert(at, entry+", ")
}

func insert(at int, text string) claim.Edit {
	return claim.Edit{Span: claim.Span{Start: at, End: at}, New: text}
}

// newline returns the line break that a text is written with.
func newline(text string) string {
	if i := strings.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
