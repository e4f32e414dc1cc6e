package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// INI returns the root mapping of a text of sections and settings: a mapping for every section under its whole
// name ("a.b", remote "origin"), beside the settings that precede the first one. A section that comes twice is
// one mapping, whose span then reaches over what is between.
//
// Dialects differ; this reads what most of them share. A setting is "name = value" or "name: value", by whichever
// character is first; a name alone has an empty value. Lines that begin with ; or # are comments, and so is the
// rest of a line behind one with a blank before it. A value in quotes is without them. A value goes on behind
// a backslash with a blank before it (systemd), and on lines that are deeper than its name's if it is empty so
// far or they are no settings (Python).
func INI(text string) *Node {
	r := iniReader{text: text, sections: map[string]*Node{}}
	root := r.collection(Mapping, 0)
	section := root
	r.pos = len(text) - len(strings.TrimPrefix(text, "\ufeff"))
	for ; r.pos < len(text); r.pos++ {
		r.start, r.end = r.pos, lineEnd(text, r.pos, len(text))
		r.pos = r.end
		for r.start < r.end && isBlank(text[r.start]) {
			r.start++
		}
		switch {
		case r.start == r.end || text[r.start] == ';' || text[r.start] == '#':
		case text[r.start] == '[':
			section = r.section(root)
		default:
			r.setting(section)
		}
		root.Span.End = max(root.Span.End, section.Span.End)
	}
	return root
}

// An iniReader reads a text line by line.
type iniReader struct {
	nodes

	text string
	// start and end are where the line at hand begins, behind its blanks, and ends; pos is where reading goes on.
	pos, start, end int
	sections        map[string]*Node
}

// section returns the mapping of the section that the line at hand begins.
func (r *iniReader) section(root *Node) *Node {
	name := claim.Span{Start: r.start + 1, End: r.end}
	if i := strings.LastIndexByte(name.In(r.text), ']'); i >= 0 {
		name.End = name.Start + i
	}
	name.End = trimEnd(r.text, name.Start, name.End)
	if c := name.In(r.text); len(c) > 1 && (c[0] == '"' || c[0] == '\'') && strings.IndexByte(c[1:], c[0]) == len(c)-2 {
		name = claim.Span{Start: name.Start + 1, End: name.End - 1}
	}
	key := name.In(r.text)
	n := r.sections[key]
	if n == nil {
		n = r.collection(Mapping, r.end)
		r.sections[key] = n
		root.add(key, name, n)
	}
	return n
}

// setting reads the line at hand, and those that its value goes on on, into a section.
func (r *iniReader) setting(section *Node) {
	line := r.text[r.start:r.end]
	i := strings.IndexAny(line, "=:")
	if i < 0 {
		name := claim.Span{Start: r.start, End: r.start + iniComment(line)}
		section.add(name.In(r.text), name, r.scalar(r.text, name.End, name.End, 0))
		return
	}
	name := claim.Span{Start: r.start, End: trimEnd(r.text, r.start, r.start+i)}
	section.add(name.In(r.text), name, r.value(r.start+i+1))
}

// value reads the value behind the separator before start.
func (r *iniReader) value(start int) *Node {
	behind := start
	for start < r.end && isBlank(r.text[start]) {
		start++
	}
	if start < r.end && (r.text[start] == '"' || r.text[start] == '\'') {
		closed := closingQuote(r.text, start, r.end)
		if closed >= 0 && iniComment(r.text[closed+1:r.end]) == 0 {
			return r.scalar(r.text, start+1, closed, r.text[start])
		}
	}
	end := start + iniComment(r.text[start:r.end])
	indent, empty, begun := r.indent(), start == end, start < end
	for r.pos < len(r.text) {
		next := lineEnd(r.text, r.pos+1, len(r.text))
		first := min(r.pos+1, next)
		for first < next && isBlank(r.text[first]) {
			first++
		}
		slashed := end > start+1 && r.text[end-1] == '\\' && isBlank(r.text[end-2])
		if blank := first == next; blank && !empty || !blank && !slashed && !r.isContinued(first, next, indent, empty) {
			break
		}
		r.pos = next
		length := iniComment(r.text[first:next])
		if length == 0 {
			continue // a blank or a comment is only part of the value when more follows
		}
		if !begun {
			start, begun = first, true
		}
		end = first + length
	}
	if start >= end {
		return r.scalar(r.text, behind, behind, 0)
	}
	return r.scalar(r.text, start, end, 0)
}

// isContinued reports whether the line from first to next goes on with a value whose name is indented by indent.
func (r *iniReader) isContinued(first, next, indent int, empty bool) bool {
	if first-(r.pos+1) <= indent {
		return false
	}
	line := r.text[first:next]
	return empty || strings.IndexByte("[;#", line[0]) < 0 && !strings.ContainsAny(line, "=:")
}

// indent returns how many bytes of blanks the line at hand begins with.
func (r *iniReader) indent() int {
	i := r.start
	for i > 0 && isBlank(r.text[i-1]) {
		i--
	}
	return r.start - i
}

// iniComment returns the length of a line's text before blanks and a comment at its end.
func iniComment(line string) int {
	for i := 0; i < len(line); i++ {
		if (line[i] == ';' || line[i] == '#') && (i == 0 || isBlank(line[i-1])) {
			return trimEnd(line, 0, i)
		}
	}
	return trimEnd(line, 0, len(line))
}
