package syntax

import (
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	text := "PORT=8080;-p $(PORT):80 $(NONE) $$(PORT) $(PORT $(x"
	values := map[string]Text{"PORT": Verbatim("8080", 5), "a $(b)": Verbatim("nested", 0)}
	expand := func(s string, start int) Text {
		return Verbatim(s, start).Expand("$(", ")", func(inner Text) (Text, bool) {
			v, ok := values[inner.Value]
			return v, ok
		})
	}
	got := expand(text[10:], 10)
	if want := "-p 8080:80 \x00 $$(PORT) $(PORT $(x"; got.Value != want {
		t.Fatalf("got %q, want %q", got.Value, want)
	}
	if span := got.Span(3, 7); span.In(text) != "8080" || span.Start != 5 {
		t.Errorf("the value stands at %v", span)
	}
	if v := got.Hole(11); v == nil || v.Name != "NONE" || v.Span.In(text) != "$(NONE)" {
		t.Errorf("the hole is %+v", v)
	}
	if nested := expand("$(a $(b))", 0); nested.Value != "nested" {
		t.Errorf("nested marks: %q", nested.Value)
	}
	if empty := expand("-p $( ) $()", 0); empty.Value != "-p $( ) $()" || len(empty.variables) != 0 {
		t.Errorf("empty references: %q with %v", empty.Value, empty.variables)
	}
}

// TestExpandIsBounded holds that a text of many references to a long value stays short.
func TestExpandIsBounded(t *testing.T) {
	if got := Verbatim(strings.Repeat("$(a)", 1<<16), 0).Expand("$(", ")", func(Text) (Text, bool) {
		return Verbatim(strings.Repeat("x", 1<<10), 0), true
	}); len(got.Value) > 2*maxExpansion+4<<16 {
		t.Errorf("grew to %d bytes", len(got.Value))
	}
}

func TestReplace(t *testing.T) {
	text := "a $$b $$$$c $"
	got := Verbatim(text, 0).Replace("$$", "$")
	if want := "a $b $$c $"; got.Value != want {
		t.Fatalf("got %q, want %q", got.Value, want)
	}
	if span := got.Span(3, 4); span.In(text) != "b" {
		t.Errorf("b stands at %v", span)
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("$(a) {{ b }} $$(c) $(d")
	f.Fuzz(func(t *testing.T, text string) {
		got := Verbatim(text, 0).Expand("$(", ")", func(inner Text) (Text, bool) { return inner, len(inner.Value)%2 == 0 })
		for i := range len(got.Value) {
			if span := got.Span(i, i+1); span.End > len(text) {
				t.Fatalf("byte %d stands at %v in %d bytes", i, span, len(text))
			}
		}
	})
}
