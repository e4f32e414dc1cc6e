package syntax

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// key returns where the name of the entry at pos is, without its quotes, and where its colon. It reports false
// where the line has no entry.
func (r *yamlReader) key(pos int) (name claim.Span, colon int, ok bool) {
	for end := r.property(pos); end > pos; end = r.property(pos) {
		for pos = end; pos < r.end && isBlank(r.text[pos]); pos++ {
		}
	}
	end := lineEnd(r.text, pos, r.end)
	if pos == end {
		return name, 0, false
	}
	start := pos
	switch c := r.text[pos]; {
	case c == '"' || c == '\'':
		if closed := closingQuote(r.text, pos, end); closed >= 0 {
			colon = closed + 1
			for colon < end && isBlank(r.text[colon]) {
				colon++
			}
			return claim.Span{Start: pos + 1, End: closed}, colon, r.isMark(colon, ':')
		}
		start++
	case (c == '[' || c == '{') && !r.isTemplate(pos):
		return name, 0, false
	}
	if colon = r.plainColon(pos, end); colon < 0 {
		return name, 0, false
	}
	return r.bare(start, colon), colon, true
}

// bare returns the span of a name without quotes, or with only one of them, up to the offset end.
func (r *yamlReader) bare(start, end int) claim.Span {
	end = trimEnd(r.text, start, end)
	if end > start+1 && (r.text[end-1] == '"' || r.text[end-1] == '\'') && r.text[start] != r.text[end-1] {
		end--
	}
	return claim.Span{Start: start, End: max(start, end)}
}

// plainColon returns the offset of the first colon before end that a blank or the line's end follows, and -1
// where there is none before a comment.
func (r *yamlReader) plainColon(pos, end int) int {
	for i := pos; i < end; i++ {
		switch r.text[i] {
		case ':':
			if i+1 == end || isBlank(r.text[i+1]) {
				return i
			}
		case '#':
			if i > pos && isBlank(r.text[i-1]) {
				return -1
			}
		case '{':
			i = templateEnd(r.text, i, end)
		}
	}
	return -1
}

// maxTemplate bounds the length of a {{ … }}, so that many unclosed ones do not each search a long line.
const maxTemplate = 1024

// templateEnd returns the offset of the last byte of a {{ … }} that begins at pos and ends on its line before
// end, and pos where none does.
func templateEnd(text string, pos, end int) int {
	if text = text[:min(end, pos+maxTemplate)]; strings.HasPrefix(text[pos:], "{{") {
		i := strings.Index(text[pos:], "}}")
		if line := strings.IndexByte(text[pos:], '\n'); i >= 0 && (line < 0 || i < line) {
			return pos + i + 1
		}
	}
	return pos
}

// property returns the end of the tag or the anchor at pos, and pos where there is none.
func (r *yamlReader) property(pos int) int {
	if pos >= r.end || r.text[pos] != '!' && r.text[pos] != '&' {
		return pos
	}
	end := pos + 1
	for end < r.end && !isBlank(r.text[end]) && strings.IndexByte("\n,[]{}", r.text[end]) < 0 {
		end++
	}
	if r.text[pos] == '&' && end == pos+1 || end < r.end && strings.IndexByte("{}[]", r.text[end]) >= 0 {
		return pos
	}
	return end
}

// lostColon reports whether the line at pos, which has no entry, seems to have lost its colon: entries follow it
// that are no part of anything else.
func (r *yamlReader) lostColon(parent int) bool {
	line := r.text[r.pos:lineEnd(r.text, r.pos, r.end)]
	if name := strings.TrimLeft(line, `"'`); name == "" || !letter(name[0]) || strings.IndexByte(name, ':') >= 0 {
		return false
	}
	pos, col := r.peek()
	if col <= parent || col < r.col {
		return false
	}
	if r.isDash(pos) {
		return col == r.col && col != r.dash
	}
	_, _, ok := r.key(pos)
	return ok
}
