package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// outline prints directives a line each, indented by the blocks that they are in, words in brackets, and a brace
// behind those with a block.
func outline(all []*Directive) string {
	var b strings.Builder
	for _, d := range all {
		for p := d.Parent; p != nil; p = p.Parent {
			b.WriteString("  ")
		}
		for _, w := range d.Words {
			fmt.Fprintf(&b, "[%s]", w.Value)
		}
		if d.Block {
			b.WriteByte('{')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDirectives(t *testing.T) {
	for _, c := range []struct {
		name, text string
		semicolons bool
		want       string
	}{
		{
			"nginx", "http {\n  server { listen 80; server_name \"a b\" 'c'; } # d\n}\n", true,
			"[http]{\n  [server]{\n    [listen][80]\n    [server_name][a b][c]\n",
		},
		{"a brace on the next line", "server\n{\n  listen 80;\n}\nstop;\n{\n", true, "[server]{\n  [listen][80]\n[stop]\n[]{\n"},
		{"no blank before the brace", "location ~ x{return 1;}", true, "[location][~][x]{\n  [return][1]\n"},
		{"nginx's variables and templates", "listen ${PORT};\nlisten {{ port }} ssl;\n", true, "[listen][${PORT}]\n[listen][{{ port }}][ssl]\n"},
		{
			"Caddy", "{\n\tadmin off\n}\na.example, :80 {\n\trespond {path} 200\n\tproxy {$HOST:a}:{$PORT:1}; {\n\t}\n}\n", false,
			"[]{\n  [admin][off]\n[a.example,][:80]{\n  [respond][{path}][200]\n  [proxy][{$HOST:a}:{$PORT:1};]{\n",
		},
		{"joined lines", "Proxy a \\\n  b\nListen 80\\\r\n 81\n", false, "[Proxy][a][b]\n[Listen][80][81]\n"},
		{"an open quote", "a \"b c\nd \"\ne f\n", true, "[a][b c]\n[d][]\n[e][f]\n"},
		{"an open brace", "a {\n  b 1;\nc {\n  d 2;\n}\ne 3;\n", true, "[a]{\n  [b][1]\n[c]{\n  [d][2]\n[e][3]\n"},
		{"a lost brace", "a {\n  b\n    c 1;\n  }\n  d 2;\n}\ne 3;\n", true, "[a]{\n  [b]\n  [c][1]\n  [d][2]\n[e][3]\n"},
		{"a brace too many", "a 1;\n}\nb 2;\n", true, "[a][1]\n[b][2]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := outline(Directives(c.text, c.semicolons)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func FuzzDirectives(f *testing.F) {
	f.Add("a {\n b \"c\" {$d:e} ${f} {{ g }}; # h\n}\n", true)
	for _, text := range hostile {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, semicolons bool) {
		last := 0
		for _, d := range Directives(text, semicolons) {
			for _, w := range d.Words {
				span := w.Span(0, len(w.Value))
				if span.Start < last || span.End > len(text) || span.In(text) != w.Value {
					t.Fatalf("%q at %v behind %d in %q", w.Value, span, last, text)
				}
				last = span.End
			}
			for p := d.Parent; p != nil; p = p.Parent {
				if !p.Block {
					t.Fatalf("%q is in %q, which has no block", d.Name(), p.Name())
				}
			}
		}
	})
}

func BenchmarkDirectives(b *testing.B) {
	text := strings.Repeat("server { listen 80; name \"${a}\"; }", 5<<20/35)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Directives(text, true)
	}
}
