package syntax

import (
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestValueKeepsItsPlaces(t *testing.T) {
	for _, tt := range []struct {
		text  string
		quote byte
		want  string
	}{
		{`plain 3000`, 0, `plain 3000`},
		{`say \"3000\" and \\`, '"', `say "3000" and \`},
		{`it''s ''3000''`, '\'', `it's '3000'`},
		{"one\n3000", '>', "one 3000"},
		{"one\n3000", '|', "one\n3000"},
		{`tab\t3000\n`, '"', "tab\t3000\n"},
		{`\`, '"', `\`},
	} {
		const start = 7
		n := &Node{Text: tt.text, Quote: tt.quote, Span: claim.Span{Start: start, End: start + len(tt.text)}}
		got := n.Value()
		if got.Value != tt.want {
			t.Errorf("%q in %q is %q, want %q", tt.text, tt.quote, got.Value, tt.want)
		}
		if i := strings.Index(got.Value, "3000"); i >= 0 {
			if s := got.Span(i, i+4); tt.text[s.Start-start:s.End-start] != "3000" {
				t.Errorf("%q: the digits are said to be %q", tt.text, tt.text[s.Start-start:s.End-start])
			}
		}
	}
}

func TestInterpolate(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"3000", "3000"},
		{"${A}", "<A>"},
		{"$A:80", "<A>:80"},
		{"$A_1$B", "<A_1><B>"},
		{"${A:-3000}:80", "3000:80"},
		{"${A-3000}", "3000"},
		{"${A:3000}", "3000"},
		{"${server.port:3000}", "3000"},
		{"${A:?say it}", "<A>"},
		{"${A?}", "<A>"},
		{"${A:+3000}", ""},
		{"${A:-}", ""},
		{"${A:-${B:-3000}}", "3000"},
		{"${A:-${B}}", "<B>"},
		{"${env:A}:80", "<A>:80"},
		{"${env:A:-3000}", "3000"},
		{"${env:3000}", "3000"},
		{"$$A $${A}", "$A ${A}"},
		{"${A", "${A"},
		{"${A:-${B}", "${A:-<B>"},
		{"${}", "${}"},
		{"$", "$"},
		{"$1", "$1"},
		{"$(A)", "$(A)"},
		{"{{ a | default(3000) }}:80", "3000:80"},
		{"{{ a | default('3000', true) }}", "3000"},
		{"{{ a.b | d(3000) | int }}", "3000"},
		{"{{ a or 3000 }}", "3000"},
		{"{{a or 3000}}", "3000"},
		{"{{ .A | default 3000 }}", "3000"},
		{"{{- default 3000 .A -}}", "3000"},
		{`{{get_env(name="A", default=3000)}}`, "3000"},
		{"{{ a }}:${B}", "{{ a }}:<B>"},
		{"{{ color or }}", "{{ color or }}"},
		{"{{ a", "{{ a"},
		{"{{", "{{"},
	} {
		got := Verbatim(tt.text, 0).Interpolate()
		var b strings.Builder
		for i := range got.Value {
			if v := got.Hole(i); v != nil {
				b.WriteString("<" + v.Name + ">")
				if !strings.HasPrefix(v.Span.In(tt.text), "$") || !strings.Contains(v.Span.In(tt.text), v.Name) {
					t.Errorf("%q: %s is said to be %q", tt.text, v.Name, v.Span.In(tt.text))
				}
				continue
			}
			b.WriteByte(got.Value[i])
			if s := got.Span(i, i+1); s.In(tt.text) != got.Value[i:i+1] {
				t.Errorf("%q: byte %d of %q is said to be %q", tt.text, i, got.Value, s.In(tt.text))
			}
		}
		if b.String() != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, b.String(), tt.want)
		}
	}
}

// TestCover takes in the whole of the variables at both ends, so that an endpoint as written can be shown.
func TestCover(t *testing.T) {
	const text = "http://${HOST:-localhost}:${PORT:-3000}/x"
	got := Verbatim(text, 0).Interpolate()
	i, j := strings.Index(got.Value, "localhost"), strings.Index(got.Value, "/x")
	if s := got.Cover(i, j).In(text); s != "${HOST:-localhost}:${PORT:-3000}" {
		t.Errorf("covered %q", s)
	}
	if s := got.Span(j-4, j).In(text); s != "3000" {
		t.Errorf("the digits are %q", s)
	}
	if v := got.Variable(j - 1); v == nil || v.Name != "PORT" || v.Open {
		t.Errorf("the digits are supplied by %+v", v)
	}
}
