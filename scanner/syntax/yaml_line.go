package syntax

import (
	"slices"
	"strings"
)

// nextLine moves behind the line of pos to the first token of the next line that has one.
func (r *yamlReader) nextLine() {
	for {
		r.pos = lineEnd(r.text, r.pos, r.end)
		if r.pos == r.end {
			r.col = -1
			return
		}
		r.pos++
		r.col = 0
		if r.token() && !r.isNoise() {
			return
		}
	}
}

// peek returns the offset and the column of the first token of the next line that has one; the column is -1
// where none is left.
func (r *yamlReader) peek() (pos, col int) {
	p, c := r.pos, r.col
	r.nextLine()
	pos, col = r.pos, r.col
	r.pos, r.col = p, c
	return pos, col
}

// token moves over blanks to the token at or behind pos and reports whether its line has one at all.
func (r *yamlReader) token() bool {
	r.blanks()
	if r.pos < r.end && !r.atLineEnd() {
		return true
	}
	if r.pos >= r.end {
		r.col = -1
	}
	return false
}

// blanks moves over blanks and keeps count of the column.
func (r *yamlReader) blanks() {
	for r.pos < r.end && isBlank(r.text[r.pos]) {
		if r.text[r.pos] == '\t' {
			r.col++
		}
		r.col++
		r.pos++
	}
}

// atLineEnd reports whether nothing but a comment is left of the line.
func (r *yamlReader) atLineEnd() bool {
	if r.pos >= r.end || r.text[r.pos] == '\n' {
		return true
	}
	return r.text[r.pos] == '#' && (r.pos == 0 || isBlank(r.text[r.pos-1]) || r.text[r.pos-1] == '\n')
}

// isDash reports whether the token at pos is the dash of a sequence's item.
func (r *yamlReader) isDash(pos int) bool { return r.isMark(pos, '-') }

// isMark reports whether the token at pos is that character alone.
func (r *yamlReader) isMark(pos int, mark byte) bool {
	return pos < r.end && r.text[pos] == mark &&
		(pos+1 == r.end || isBlank(r.text[pos+1]) || r.text[pos+1] == '\n')
}

// isTemplate reports whether {{ is at pos, which no YAML in use begins a value with.
func (r *yamlReader) isTemplate(pos int) bool { return strings.HasPrefix(r.text[pos:r.end], "{{") }

// isNoise reports whether the line whose token is at pos is none of the document's: it belongs to a template or
// to a merge conflict, or it is stray text.
func (r *yamlReader) isNoise() bool {
	var ending string
	switch line := r.text[r.pos:r.end]; line[0] {
	case '{', '<', '%':
		switch {
		case strings.HasPrefix(line, "{{"):
			ending = "}}"
		case strings.HasPrefix(line, "{%"):
			ending = "%}"
		case strings.HasPrefix(line, "<%"):
			ending = "%>"
		}
	}
	if ending != "" {
		line := r.text[r.pos:lineEnd(r.text, r.pos, r.end)]
		return strings.HasSuffix(strings.TrimRight(line, " \t\r"), ending) && strings.Count(line, ending) == 1
	}
	return r.isConflict() || r.isStray()
}

// isConflict reports whether the line at pos is one that git writes between the sides of a merge conflict.
func (r *yamlReader) isConflict() bool {
	if r.col != 0 || strings.IndexByte("<=>|", r.text[r.pos]) < 0 {
		return false
	}
	line := r.text[r.pos:lineEnd(r.text, r.pos, r.end)]
	return strings.HasPrefix(line, "<<<<<<< ") || strings.HasPrefix(line, ">>>>>>> ") ||
		strings.HasPrefix(line, "||||||| ") || strings.TrimRight(line, "\r") == "======="
}

// isStray reports whether the line at pos is text that ends more levels than the line below goes back, so that
// nothing can be below it.
func (r *yamlReader) isStray() bool {
	if len(r.columns) == 0 || r.col >= r.columns[len(r.columns)-1] || r.isDash(r.pos) || r.isMark(r.pos, '?') {
		return false
	}
	if _, _, ok := r.key(r.pos); ok || strings.IndexByte("]},:", r.text[r.pos]) >= 0 {
		return false
	}
	at, col := r.pos, r.col
	columns := r.columns
	r.columns = nil // one stray line at a time, so that a look ahead stays short
	r.nextLine()
	next := r.col
	r.pos, r.col, r.columns = at, col, columns
	level, exact := slices.BinarySearch(columns, col)
	if exact {
		// A name that has lost its colon would have the next level below it.
		return next > columns[level+1]
	}
	return next >= columns[level]
}
