package syntax

import (
	"slices"
	"strings"
	"testing"
)

func TestCode(t *testing.T) {
	tests := []struct {
		name     string
		language Language
		text     string
		want     string
	}{
		{"wrappers add no name", JavaScript, `
import { defineConfig } from 'x'
export default defineConfig(({ mode }) => {
  return { server: { port: 3000, host: "::1" }, list: ['a', 2,], }
})`, `mode: mode
server.port: 3000
server.host: "::1"
list[0]: 'a'
list[1]: 2
`},
		{"names are aliases, spreads merges", JavaScript, `
const port = 3000
const base = { host: 'a' }
module.exports = { ...base, devServer: { port, other: Number(port), none } }`, `port: 3000
base.host: 'a'
<<: @host: 'a'
devServer.port: @: 3000
devServer.other: @: 3000
devServer.none: none
`},
		{"comments, expressions and templates", JavaScript, "const a: Record<string, number> = { // b: 1\n  /* c: 2, */ d: process.env.D || 4, e: `x${y}:80`,\n  f: /[\"/{]/.test(g), 'h-i': x ? 1 : 2 }", `a.d: process.env.D || 4
a.e: ` + "`x${y}:80`" + `
a.f: /["/{]/.test(g)
a.h-i: x ? 1 : 2
`},
		{"what a function holds", JavaScript, `
function plugin() {
  if (x) { y.z = 2 }
  return { name: 'p', config() { return { server: { port: 1 } } }, on: (a) => { b({ c: 3 }) } }
}
export const { A = '8', B } = process.env`, `y.z: 2
name: 'p'
config.server.port: 1
on.c: 3
A: '8'
B: B
`},
		{"statements end with their lines", JavaScript, "const a = 1\nconst b = c ||\n  2\nconst d = e\n  ? 3\n  : 4\nconst i =\n  6;\nf()\nmodule.exports.g = [{ h: 5 }]", `a: 1
b: c ||\n  2
d: e\n  ? 3\n  : 4
i: 6
module.exports.g[0].h: 5
`},
		{"python", Python, `"""A: 1"""
import os
bind = os.environ.get("BIND", "127.0.0.1:80")  # port = 2
listen: str = f"0.0.0.0:{port}"
DATABASES = {
    "default": {'PORT': '5432', "HOST": env("H", default="localhost")},
}
DATABASES["other"] = dict(HOST='h', PORT=1)
c.App.port = 8888
class A(B):
    PORT = 3
    def run(self, port=4):
        return call(port=5)
`, "bind: os.environ.get(\"BIND\", \"127.0.0.1:80\")\nlisten: `0.0.0.0:{port}`\n" + `DATABASES.default.PORT: '5432'
DATABASES.default.HOST: env("H", default="localhost")
DATABASES.other.HOST: 'h'
DATABASES.other.PORT: 1
c.App.port: 8888
PORT: 3
port: 4
port: 5
`},
		{"ruby", Ruby, `
port ENV.fetch("PORT") { 3000 }, "::1"
bind "tcp://0.0.0.0:#{ENV["P"] || 80}"
threads 1, 5 if x
config.vm.network "forwarded_port", guest: 80, host: 8080 # a: 1
config.settings = { :address => "h", port: 25 }
before_fork do
  sleep 1
end
`, `port[0]: ENV.fetch("PORT") { 3000 }
port[1]: "::1"
bind: ` + "`tcp://0.0.0.0:#{ENV[\"P\"] || 80}`" + `
threads[0]: 1
threads[1]: 5 if x
config.vm.network[0]: "forwarded_port"
config.vm.network[1].guest: 80
config.vm.network[1].host: 8080
config.settings.address: "h"
config.settings.port: 25
sleep: 1
`},
		{"elixir", Elixir, `
config :shop, Shop.Endpoint, # a: 1
  http: [ip: {127, 0, 0, 1}, port: 4000],
  map: %{"k" => %Shop.Struct{a: 1}, b: [:c, d: 2]},
  sigils: ~r{(a|"b)[}x, words: ~w(--a 'b), quote: """
  c: 3
  """
port =
  String.to_integer(System.get_env("PORT") ||
    "4001")
if x do
  config :shop, port: port
end
config(:shop, Shop.Other,
  http: [port: 4002])
done()
`, `config[0]: :shop
config[1]: Shop.Endpoint
config[2].http.ip[0]: 127
config[2].http.ip[1]: 0
config[2].http.ip[2]: 0
config[2].http.ip[3]: 1
config[2].http.port: 4000
config[2].map.k.a: 1
config[2].map.b[0]: :c
config[2].map.b[1].d: 2
config[2].sigils: ~r{(a|"b)[}x
config[2].words: ~w(--a 'b)
config[2].quote: "\n  c: 3\n  "
port: String.to_integer(System.get_env("PORT") ||\n    "4001")
config[0]: :shop
config[1].port: @: String.to_integer(System.get_env("PORT") ||\n    "4001")
config[0]: :shop
config[1]: Shop.Other
config[2].http.port: 4002
done: []
`},
		{"a lost bracket ends by indentation", JavaScript, `export default {
  server: {
    port: 1,
    proxy: {
  preview: { port: 2 },
  css: 'unclosed,
  test: [
    'a',
  port: 3
}`, `server.port: 1
server.proxy: {}
preview.port: 2
css: 'unclosed,'
test[0]: 'a'
port: 3
`},
		{"calls", JavaScript, `
const port = 80
app.listen(port, () => { done("a:1") })
console.log('b')`, `port: 80
listen: @: 80
: done("a:1")
: console.log('b')
`},
		{"commas are missing", JavaScript, "export default {\n  a: { b: 1 }\n  c: 'd'\n  e\n  f: g(2)\n  h:\n  i: 3\n  j: [\n    { k: 4 }\n    { k: 5 }\n  ]\n}", `a.b: 1
c: 'd'
e: e
f: g(2)
h: 
i: 3
j[0].k: 4
j[1].k: 5
`},
		{"a closing bracket is level with what it ends", JavaScript, `x = {
  a: { port: 1,
    f(2)
  } },
  g: 3,
}`, `x.a.port: 1
x.g: 3
`},
		{"nothing", JavaScript, "", ": {}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := tree(Code(test.text, test.language)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestResult(t *testing.T) {
	tests := []struct{ source, want, variable string }{
		{"3000", "3000", ""},
		{"'3000'", "3000", ""},
		{"process.env.PORT || 3000", "3000", "PORT"},
		{"Number(process.env.PORT ?? '3000')", "3000", "PORT"},
		{"parseInt(process.env['PORT'] || '3000', 10)", "3000", "PORT"},
		{"process.env.PORT ? +process.env.PORT : 3000", "3000", "PORT"},
		{"+(import.meta.env.VITE_PORT || 3000)", "3000", "VITE_PORT"},
		{"options.port || 3000", "3000", ""},
		{"process.env.PORT", "\x00", "PORT"},
		{"Number(Deno.env.get('PORT'))", "\x00", "PORT"},
		{"`http://localhost:${process.env.PORT || 3000}/a`", "http://localhost:3000/a", ""},
		{"`http://localhost:${port}`", "http://localhost:\x00", ""},
		{`int(os.environ.get("PORT", 3000))`, "3000", "PORT"},
		{`os.getenv("PORT")`, "\x00", "PORT"},
		{`env.int("PORT", default=3000)`, "3000", "PORT"},
		{`os.environ.get("PORT") or "3000"`, "3000", "PORT"},
		{`ENV.fetch("PORT") { 3000 }`, "3000", "PORT"},
		{`ENV.fetch("PORT", 3000).to_i`, "3000", "PORT"},
		{`ENV["PORT"] || 3000`, "3000", "PORT"},
		{`String.to_integer(System.get_env("PORT", "3000"))`, "3000", "PORT"},
		{`String.to_integer(System.get_env("PORT") || "3000")`, "3000", "PORT"},
		{`System.get_env("PORT", "3000") |> String.to_integer()`, "3000", "PORT"},
		{`System.fetch_env!("PORT")`, "\x00", "PORT"},
		{`"127.0.0.1:" + os.environ.get("PORT", "3000")`, "127.0.0.1:3000", "PORT"},
		{"3000 + index", "", ""},
		{"3000 + 1", "", ""},
		{"'3000' + index", "", ""},
		{"base + 1", "", ""},
		{"pick(3000)", "", ""},
		{"ci ? 3000 : 4000", "", ""},
		{"60 * 1000", "", ""},
		{"port", "", ""},
	}
	for _, test := range tests {
		n := Code("x = "+test.source, JavaScript).Get("x")
		got := n.Result()
		if got.Value != test.want {
			t.Errorf("%s comes to %q, not to %q", test.source, got.Value, test.want)
			continue
		}
		if got.Value == "" {
			continue
		}
		variable := ""
		if v := got.Variable(len(got.Value) - 1); v != nil {
			variable = v.Name
		}
		if variable != test.variable {
			t.Errorf("%s has the variable %q, not %q", test.source, variable, test.variable)
		}
	}
}

// TestCodeInATemplate looks at the place of a number that stands inside of an expression in a string.
func TestCodeInATemplate(t *testing.T) {
	const text = "url = `http://localhost:${process.env.PORT ?? 3000}/`"
	got := Code(text, JavaScript).Get("url").Result()
	i := strings.Index(got.Value, "3000")
	if span := got.Span(i, i+4); span.In(text) != "3000" {
		t.Errorf("3000 stands at %q", span.In(text))
	}
	if v := got.Variable(i); v == nil || v.Name != "PORT" || v.Span.In(text) != "${process.env.PORT ?? 3000}" {
		t.Errorf("its variable is %v", v)
	}
}

func TestAlternatives(t *testing.T) {
	n := Code("x = ci ? 'http://a:1' : dev ? 2 + 1 : prod ? 4 : `http://b:${process.env.P || 3}`", JavaScript).Get("x")
	got := []string{}
	for _, a := range n.Alternatives() {
		got = append(got, a.Value)
	}
	if want := []string{"http://a:1", "4", "http://b:3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, not %q", got, want)
	}
}

func FuzzCode(f *testing.F) {
	for _, seed := range []string{
		"export default defineConfig(({ mode }) => { return { server: { port: Number(process.env.PORT || 3000) }, ...base } })",
		"bind = f\"0.0.0.0:{os.environ.get('PORT', 80)}\"\nX = {'a': [1, (2, 3)]}\n\"\"\"", "port ENV.fetch('P') { 3000 }, \"#{a}\"\n:a => 1", "`${`${a}`}` /[/ /* {[(", "const a = b; const b = a; x = { a, ...b }",
	} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(1))
		f.Add(seed, uint8(2))
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, language uint8) {
		checkCode(t, text, Code(text, Language(language%4)))
	})
}

// checkCode reports a node that is not where it says, or whose result is from outside of it.
func checkCode(t *testing.T, text string, n *Node) {
	if n.Span.Start < 0 || n.Span.Start > n.Span.End || n.Span.End > len(text) {
		t.Fatalf("span %v is none in a text of %d bytes: %q", n.Span, len(text), text)
	}
	if n.Kind == Scalar && n.Alias == nil {
		if n.Text != n.Span.In(text) {
			t.Fatalf("scalar %q is %q in the source", n.Text, n.Span.In(text))
		}
		result := n.Result()
		for i := range result.Value {
			if at := result.Span(i, i+1); at.Start < n.Span.Start || at.End > max(n.Span.End, n.Span.Start+1) {
				t.Fatalf("byte %d of the result %q of %q stands at %v, outside of %v", i, result.Value, n.Text, at, n.Span)
			}
		}
	}
	for _, p := range n.Pairs {
		if p.KeySpan.Start < 0 || p.KeySpan.Start > p.KeySpan.End || p.KeySpan.End > len(text) {
			t.Fatalf("key %q is at %v in %q", p.Key, p.KeySpan, text)
		}
		checkCode(t, text, p.Value)
	}
	for _, item := range n.Items {
		checkCode(t, text, item)
	}
}

func BenchmarkCode(b *testing.B) {
	text := strings.Repeat("const a = { server: { port: process.env.PORT || 3000, proxy: { '/api': 'http://localhost:1' } }, plugins: [x(), y({ z: 1 })] }\n", 200)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Code(text, JavaScript)
	}
}
