package syntax

import (
	"slices"
	"strings"
	"testing"
)

func TestContinuedLines(t *testing.T) {
	flags := func(_, line string) bool { return strings.HasPrefix(line, "  -") }
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"a\nb\n", []string{"a", "b"}},
		{"a \\\n  b \\\n  c\nd", []string{"a    b    c", "d"}},
		{"a \\\r\n  b\r\nc", []string{"a    b", "c"}},
		{"# x\na \\\n  # y\n  b\n", []string{"a    b"}},
		{"a\n\n\nb", []string{"a", "b"}},
		{"a \\", []string{"a "}},
		{"\\\n\\\n", nil},
		{"a\n  -b\n  c", []string{"a   -b", "  c"}},
		{"#!/bin/sh\na", []string{"#!/bin/sh", "a"}},
	} {
		var got []string
		for _, line := range (Continuation{Mark: '\\', Joins: flags}).Lines(tt.text) {
			got = append(got, line.Value)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestContinuedPlace holds that every byte of a joined line stands where it does in the file.
func TestContinuedPlace(t *testing.T) {
	text := "run \\\n  # no\n  -p 8080:80\n"
	line := Continuation{Mark: '\\'}.Lines(text)[0]
	at := strings.Index(line.Value, "8080")
	if got := line.Span(at, at+4).In(text); got != "8080" {
		t.Errorf("the port stands at %q", got)
	}
}

func FuzzContinued(f *testing.F) {
	f.Add("a \\\n b\n# c\n\td \\\n")
	f.Fuzz(func(t *testing.T, text string) {
		joins := func(first, line string) bool { return len(line) > len(first) }
		for _, line := range (Continuation{Mark: '\\', Joins: joins}).Lines(text) {
			for i := range len(line.Value) {
				span := line.Span(i, i+1)
				if span.End > len(text) || line.Value[i] != ' ' && span.In(text) != line.Value[i:i+1] {
					t.Fatalf("byte %d of %q stands at %v", i, line.Value, span)
				}
			}
		}
	})
}
