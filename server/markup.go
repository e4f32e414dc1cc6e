package server

import (
	"strings"

	"go.lsp.dev/protocol"
)

// A markup writes prose in Markdown, or plain for a client that shows none.
type markup struct{ plain bool }

func (m markup) kind() protocol.MarkupKind {
	if m.plain {
		return protocol.MarkupKindPlainText
	}
	return protocol.MarkupKindMarkdown
}

// join puts paragraphs together; empty ones are left out.
func (m markup) join(paragraphs []string) string {
	var out strings.Builder
	for _, p := range paragraphs {
		if p == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteString("\n\n")
		}
		out.WriteString(p)
	}
	return out.String()
}

// code returns text that is shown exactly as it is, which is how all text that is not ours goes in: the fence is
// longer than any run of backticks in it (CommonMark 6.1).
func (m markup) code(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if m.plain || s == "" {
		return s
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

func (m markup) strong(s string) string { return m.around("**", s) }

func (m markup) quiet(s string) string { return m.around("*", s) }

func (m markup) around(mark, s string) string {
	if m.plain {
		return s
	}
	return mark + s + mark
}

var escape = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `*`, `\*`, `_`, `\_`, "`", "\\`", `<`, `\<`)

func (m markup) link(label, target string) string {
	if m.plain {
		return label
	}
	return "[" + escape.Replace(label) + "](" + strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(target) + ")"
}

// newline returns a line break inside of a paragraph.
func (m markup) newline() string {
	if m.plain {
		return "\n"
	}
	return "  \n"
}
