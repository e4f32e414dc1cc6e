package server

import (
	"testing"
	"unicode/utf8"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
)

var encodings = []protocol.PositionEncodingKind{
	protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32,
}

func TestOffsetsAndPositions(t *testing.T) {
	text := newText("a😀é:80\r\nb\rc\n\n\xff8")
	for _, tc := range []struct {
		offset, line int
		characters   [3]uint32 // in UTF-8, UTF-16 and UTF-32
	}{
		{0, 0, [3]uint32{0, 0, 0}},
		{1, 0, [3]uint32{1, 1, 1}},
		{5, 0, [3]uint32{5, 3, 2}},
		{7, 0, [3]uint32{7, 4, 3}},
		{10, 0, [3]uint32{10, 7, 6}}, // before \r\n
		{12, 1, [3]uint32{0, 0, 0}},
		{13, 1, [3]uint32{1, 1, 1}}, // before \r
		{14, 2, [3]uint32{0, 0, 0}},
		{16, 3, [3]uint32{0, 0, 0}},
		{17, 4, [3]uint32{0, 0, 0}},
		{18, 4, [3]uint32{1, 1, 1}}, // after a byte that is no character
		{19, 4, [3]uint32{2, 2, 2}},
	} {
		for i, enc := range encodings {
			want := protocol.Position{Line: uint32(tc.line), Character: tc.characters[i]}
			if got := text.position(enc, tc.offset); got != want {
				t.Errorf("position(%s, %d) = %v, want %v", enc, tc.offset, got, want)
			}
			if got := text.offset(enc, want); got != tc.offset {
				t.Errorf("offset(%s, %v) = %d, want %d", enc, want, got, tc.offset)
			}
		}
	}
}

func TestPositionsOutsideOfTheText(t *testing.T) {
	text := newText("😀b\r\nc")
	for _, tc := range []struct {
		enc    protocol.PositionEncodingKind
		p      protocol.Position
		offset int
	}{
		{protocol.PositionEncodingKindUTF16, protocol.Position{Character: 1}, 0}, // inside of a pair
		{protocol.PositionEncodingKindUTF8, protocol.Position{Character: 3}, 0},  // inside of a character
		{protocol.PositionEncodingKindUTF16, protocol.Position{Character: 99}, 5},
		{protocol.PositionEncodingKindUTF8, protocol.Position{Character: 1<<32 - 1}, 5},
		{protocol.PositionEncodingKindUTF16, protocol.Position{Line: 1, Character: 9}, 8},
		{protocol.PositionEncodingKindUTF16, protocol.Position{Line: 2}, 8},
		{protocol.PositionEncodingKindUTF16, protocol.Position{Line: 1<<32 - 1, Character: 1<<32 - 1}, 8},
	} {
		if got := text.offset(tc.enc, tc.p); got != tc.offset {
			t.Errorf("offset(%s, %v) = %d, want %d", tc.enc, tc.p, got, tc.offset)
		}
	}
	for _, offset := range []int{-1, 99} {
		p := text.position(protocol.PositionEncodingKindUTF16, offset)
		if back := text.offset(protocol.PositionEncodingKindUTF16, p); back != min(max(offset, 0), 8) {
			t.Errorf("position(%d) = %v", offset, p)
		}
	}
}

// An editor does not show a byte order mark, so that a file's first line begins after it.
func TestAByteOrderMarkHasNoColumn(t *testing.T) {
	text := fileText("\ufeffPORT=80\nB=1")
	at := text.span(protocol.PositionEncodingKindUTF16, claim.Span{Start: 8, End: 10})
	want := protocol.Range{Start: protocol.Position{Character: 5}, End: protocol.Position{Character: 7}}
	if at != want {
		t.Errorf("%v, want %v", at, want)
	}
	if got := text.position(protocol.PositionEncodingKindUTF16, 0); got != (protocol.Position{}) {
		t.Errorf("the mark itself is at %v", got)
	}
}

func TestReplace(t *testing.T) {
	r := func(l1, c1, l2, c2 uint32) protocol.Range {
		return protocol.Range{Start: protocol.Position{Line: l1, Character: c1}, End: protocol.Position{Line: l2, Character: c2}}
	}
	for _, tc := range []struct {
		name, text string
		r          protocol.Range
		with, want string
	}{
		{"insert", "ab", r(0, 1, 0, 1), "x", "axb"},
		{"over lines", "ab\r\ncd\r\n", r(0, 1, 1, 1), "", "ad\r\n"},
		{"from the wrong end", "abc", r(0, 2, 0, 1), "x", "axc"},
		{"outside", "ab", r(5, 0, 9, 9), "\nx", "ab\nx"},
		{"join a line end", "a\rb", r(1, 0, 1, 0), "\n", "a\r\nb"},
	} {
		got := newText(tc.text).replace(protocol.PositionEncodingKindUTF16, tc.r, tc.with)
		if got.s != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got.s, tc.want)
		}
		if want := newText(tc.want); len(got.lines) != len(want.lines) {
			t.Errorf("%s: lines at %v, want %v", tc.name, got.lines, want.lines)
		}
	}
}

func FuzzPositionsComeBack(f *testing.F) {
	f.Add("a😀é:80\r\nb\rc\n\n\xff8")
	f.Add("\r\r\n\n")
	f.Add("\ufeffPORT=1")
	f.Fuzz(func(t *testing.T, s string) {
		for _, text := range []text{newText(s), fileText(s)} {
			for _, enc := range encodings {
				for offset := text.lines[0]; offset <= len(s); {
					if offset == 0 || offset == len(s) || s[offset-1] != '\r' || s[offset] != '\n' {
						p := text.position(enc, offset)
						if back := text.offset(enc, p); back != offset {
							t.Fatalf("%s: %d is at %v, which is %d", enc, offset, p, back)
						}
					}
					if offset == len(s) {
						break
					}
					_, size := utf8.DecodeRuneInString(s[offset:])
					offset += size
				}
			}
		}
	})
}
