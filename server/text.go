package server

import (
	"sort"
	"strings"
	"unicode/utf8"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
)

// A text is one version of a document's text with the beginnings of its lines. All offsets are in bytes; the
// protocol's positions exist only here and where they go out or come in.
type text struct {
	s     string
	lines []int // the offset of each line, never empty
}

// newText returns a document's text as the client has it.
func newText(s string) text { return text{s, lineStarts(s)} }

// fileText returns the text of a file that is not open. A byte order mark is no part of its first line, as an
// editor will not show one.
func fileText(s string) text {
	t := newText(s)
	if strings.HasPrefix(s, "\ufeff") {
		t.lines[0] = len("\ufeff")
	}
	return t
}

// lineStarts returns the offsets after each \n, \r\n and \r, the three line ends of the protocol, and 0.
func lineStarts(s string) []int {
	lines := make([]int, 1, 2+len(s)/32)
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			lines = append(lines, i+1)
		case '\n':
			lines = append(lines, i+1)
		}
	}
	return lines
}

// replace returns the text with a range of it exchanged, in the client's encoding.
func (t text) replace(enc protocol.PositionEncodingKind, r protocol.Range, with string) text {
	start, end := t.offset(enc, r.Start), t.offset(enc, r.End)
	if end < start {
		start, end = end, start
	}
	return newText(t.s[:start] + with + t.s[end:])
}

// offset returns the byte offset of a position. One past the end of its line is at the end, as the protocol says;
// one past the last line is at the end of the text, and one inside a character before it.
func (t text) offset(enc protocol.PositionEncodingKind, p protocol.Position) int {
	if uint64(p.Line) >= uint64(len(t.lines)) {
		return len(t.s)
	}
	at := t.lines[p.Line]
	left := uint64(p.Character)
	for at < len(t.s) && t.s[at] != '\n' && t.s[at] != '\r' {
		r, size := utf8.DecodeRuneInString(t.s[at:])
		width := uint64(units(enc, r, size))
		if width > left {
			break
		}
		left -= width
		at += size
	}
	return at
}

// position returns the position of a byte offset in the text.
func (t text) position(enc protocol.PositionEncodingKind, offset int) protocol.Position {
	offset = min(max(offset, t.lines[0]), len(t.s))
	line := sort.SearchInts(t.lines, offset+1) - 1
	var character uint32
	for at := t.lines[line]; at < offset; {
		r, size := utf8.DecodeRuneInString(t.s[at:])
		character += units(enc, r, size)
		at += size
	}
	return protocol.Position{Line: uint32(line), Character: character}
}

// span returns the range of a span of bytes.
func (t text) span(enc protocol.PositionEncodingKind, s claim.Span) protocol.Range {
	return protocol.Range{Start: t.position(enc, s.Start), End: t.position(enc, s.End)}
}

// units returns the length of a character of size bytes in an encoding.
func units(enc protocol.PositionEncodingKind, r rune, size int) uint32 {
	switch {
	case enc == protocol.PositionEncodingKindUTF8:
		return uint32(size)
	case enc == protocol.PositionEncodingKindUTF16 && r >= 0x10000:
		return 2
	}
	return 1
}

// lineStart returns the offset of the beginning of the line that an offset is in.
func (t text) lineStart(offset int) int { return t.lines[max(0, sort.SearchInts(t.lines, offset+1)-1)] }

// lineEnd returns the offset of the end of the line that an offset is in, before what ends it.
func (t text) lineEnd(offset int) int {
	end := len(t.s)
	if line := sort.SearchInts(t.lines, offset+1); line < len(t.lines) {
		end = t.lines[line]
	}
	return offset + len(strings.TrimRight(t.s[offset:end], "\r\n"))
}
