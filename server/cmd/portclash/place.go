package main

import (
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/portclash/portclash/scanner/claim"
)

// A place is where a span is in a file, as outputs show it: lines and columns count from 1, columns in UTF-16
// units, and the end is the place behind the last unit.
type place struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

// A page is a text whose lines have been counted.
type page struct {
	text  string
	lines []int // the byte offsets at which the lines start
}

func newPage(text string) *page {
	p := &page{text: text, lines: []int{0}}
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return p
		}
		at += i + 1
		p.lines = append(p.lines, at)
	}
}

func (p *page) place(s claim.Span) place {
	line, column := p.at(s.Start)
	endLine, endColumn := p.at(s.End)
	return place{line, column, endLine, endColumn}
}

func (p *page) at(offset int) (line, column int) {
	line = sort.SearchInts(p.lines, offset+1)
	column = 1
	for rest := p.text[p.lines[line-1]:offset]; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		column += utf16.RuneLen(r)
		rest = rest[size:]
	}
	return line, column
}
