package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// CommentAbove returns the edit that puts a comment of these words on a line of its own above the one of a byte offset, as
// far indented. It reports false where the file's notation has no comments, and where one there would be part of
// something else: a text or a command that goes on from the line before.
func CommentAbove(file File, offset int, words string) (claim.Edit, bool) {
	f, as := of(file)
	if f == nil || offset > len(file.Text) {
		return claim.Edit{}, false
	}
	opening, closing := commentMarks(as)
	start := strings.LastIndexAny(file.Text[:offset], "\r\n") + 1
	if start == 0 && strings.HasPrefix(file.Text, "\ufeff") {
		start = len("\ufeff")
	}
	if opening == "" || goesOn(as, start) {
		return claim.Edit{}, false
	}
	rest := file.Text[start:]
	indent := rest[:len(rest)-len(strings.TrimLeft(rest, " \t"))]
	end := "\n"
	if i := strings.IndexAny(file.Text, "\r\n"); i >= 0 && strings.HasPrefix(file.Text[i:], "\r\n") {
		end = "\r\n"
	}
	return claim.Edit{Span: claim.Span{Start: start, End: start}, New: indent + opening + " " + words + closing + end}, true
}

// commentMarks returns what a comment of a line begins and ends with in a file; the beginning is empty where there are no
// comments, or where that is not known.
func commentMarks(f File) (opening, closing string) {
	text := strings.TrimLeft(strings.TrimPrefix(f.Text, "\ufeff"), " \t\r\n")
	base := strings.ToLower(f.Base())
	switch ext := path.Ext(base); ext {
	case ".json":
		if slices.Contains(commentedJSON, base) || strings.HasSuffix(path.Dir(strings.ToLower(f.Name)), ".vscode") {
			return "//", ""
		}
		return "", ""
	case ".jsonc", ".json5", ".code-workspace",
		".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx", ".gradle", ".groovy", ".kts", ".proto", ".cue":
		return "//", ""
	case ".xml", ".html", ".csproj", ".props":
		return "<!--", " -->"
	case ".ini":
		return ";", ""
	case ".bat", ".cmd":
		return "rem", ""
	case ".lua", ".sql":
		return "--", ""
	case ".md", ".txt", ".php":
		return "", ""
	}
	switch {
	case base == "jenkinsfile":
		return "//", ""
	case strings.HasPrefix(text, "<"):
		return "<!--", " -->"
	case strings.HasPrefix(text, "{") && !strings.HasSuffix(base, "caddyfile"), strings.HasPrefix(text, "%"):
		return "", "" // JSON, or the terms of Erlang
	}
	return "#", ""
}

// commentedJSON are the JSON files whose programs read comments, by their names in lower case.
var commentedJSON = []string{"devcontainer.json", ".devcontainer.json", "deno.json", "angular.json", "wrangler.json"}

// goesOn reports whether something begins before a byte offset, the start of a line, and ends behind it, in which a
// comment would be no comment.
func goesOn(f File, start int) bool {
	before := strings.TrimRight(f.Text[:start], " \t\r\n")
	if before != "" && strings.IndexByte(`\^`, before[len(before)-1]) >= 0 {
		return true // a line that is continued in a shell or in a batch file
	}
	for _, quotes := range []string{"\"\"\"", "'''", "`"} {
		if strings.Count(before, quotes)%2 != 0 {
			return true
		}
	}
	if opening, _ := commentMarks(f); opening == "<!--" {
		return before == "" && strings.HasPrefix(f.Text[start:], "<?xml") ||
			strings.LastIndexByte(before, '<') > strings.LastIndexByte(before, '>') ||
			strings.LastIndex(before, "<!--") > strings.LastIndex(before, "-->")
	}
	inside := false
	for _, root := range trees(f) {
		root.Walk(func(_ string, n *syntax.Node) bool {
			inside = inside || n.Kind == syntax.Scalar && start < n.Span.End &&
				(n.Span.Start < start || n.Span.Start == start && (n.Quote == '|' || n.Quote == '>'))
			return !inside
		})
	}
	return inside
}
