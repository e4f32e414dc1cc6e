package syntax

import (
	"strings"
	"testing"
)

func TestBraces(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{
			"blocks and labels", "listener \"tcp\" {\n  address = \"127.0.0.1:8200\"\n  tls = true # why\n}\nports { http = 8500 }\n",
			"listener.tcp.address: \"127.0.0.1:8200\"\nlistener.tcp.tls: true\nports.http: 8500\n",
		},
		{
			"a brace on the next line", "searchd\n{\n\tlisten = 9306:mysql41\n}\nsource a : b\n{\n x = 1\n}",
			"searchd.listen: 9306:mysql41\nsource.a.b.x: 1\n",
		},
		{
			"colons, arrows, and nothing", "port: 4222\nhost 127.0.0.1\nbeats { port => 5044 }\nurl nats://a:1 // why\n",
			"port: 4222\nhost: 127.0.0.1\nbeats.port: 5044\nurl: nats://a:1\n",
		},
		{
			"lists and objects", "a = [\n  \"x\", # one\n  \"y\",\n]\nb = { c = 1, \"d\" = [2, { e = 3 }] }\nroutes = [\n r://a:1\n r://b:2\n]",
			"a[0]: \"x\"\na[1]: \"y\"\nb.c: 1\nb.d[0]: 2\nb.d[1].e: 3\nroutes[0]: r://a:1\nroutes[1]: r://b:2\n",
		},
		{
			"expressions", "a = var.b[\"c\"]\nd = \"x-${var.y[\"z\"]}\"\ne = f(1, 2)\ng = \"h\" == i ? 1 : 2",
			"a: var.b[\"c\"]\nd: \"x-${var.y[\"z\"]}\"\ne: f(1, 2)\ng: \"h\" == i ? 1 : 2\n",
		},
		{"heredocs", "a = <<-EOF\n  one { \"\n  two\n  EOF\nb = 1\n", "a: |  one { \"\\n  two\\n|\nb: 1\n"},
		{"comments", "/* a = 1 { */ b = 2\n// c = 3\n# d = 4\ne = 5 /* f */\n", "b: 2\ne: 5\n"},
		{"JSON", "{\"a\": {\"b\": 1, \"c\": [true]}}", "a.b: 1\na.c[0]: true\n"},
		{"an open quote", "a {\n  b = \"x\n  c = 1\n}\n", "a.b: \"x\"\na.c: 1\n"},
		{"an open brace", "a {\n  b = 1\nc {\n  d = 2\n}\ne = 3\n", "a.b: 1\nc.d: 2\ne: 3\n"},
		{"a lost brace", "a\n  b = 1\n}\nc {\n  d = 2\n}\n", "a: \nb: 1\nc.d: 2\n"},
		{"an open list", "a = [\n  \"x\",\nb = 1\n", "a[0]: \"x\"\nb: 1\n"},
		{"a brace too many", "a = 1\n}\nb = 2\n", "a: 1\nb: 2\n"},
		{"an open heredoc", "a = <<EOF\nb = 1\n", "a: <<EOF\nb: 1\n"},
		{"Windows", "a {\r\n  b = \"x\"\r\n  c = 1\r\n}\r\n", "a.b: \"x\"\na.c: 1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := Braces(c.text)
			checkTree(t, c.text, root, true)
			if got := tree(root); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestBracesKeepTheOtherLines cuts each line of a text in half: all settings that are neither in it nor in the
// block that it begins stay where they are.
func TestBracesKeepTheOtherLines(t *testing.T) {
	const text = `job "shop" {
  type = "service"
  group "web" {
    network {
      port "http" {
        static = 8080
      }
    }
    args = [
      "--port",
      "80",
    ]
    service { name = "web" }
  }
  update { max = 1 }
}
ports { http = 4646 }
addresses = {
  http = "127.0.0.1"
}
`
	whole := strings.Split(strings.TrimSpace(tree(Braces(text))), "\n")
	lines := strings.Split(text, "\n")
	blanksOf := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	for i, line := range lines {
		broken := append([]string{}, lines...)
		broken[i] = line[:(blanksOf(line)+len(line))/2]
		end := i + 1
		for end < len(lines) && blanksOf(lines[end]) > blanksOf(line) {
			end++
		}
		inside := strings.Join(lines[i:end], "\n")
		got := tree(Braces(strings.Join(broken, "\n")))
		for _, want := range whole {
			_, value, _ := strings.Cut(want, ": ")
			if !strings.Contains(inside, strings.Trim(value, "\"")) && !strings.Contains(got, want+"\n") {
				t.Errorf("line %q lost %s:\n%s", broken[i], want, got)
			}
		}
	}
}

func FuzzBraces(f *testing.F) {
	f.Add("job \"a\" {\n port \"b\" { static = 1 }\n c = [1, { d = \"${e}\" }]\n}\n/* f */ g = <<EOF\nh\nEOF\n")
	fuzz(f, true, func(text string) []*Node { return []*Node{Braces(text)} })
}

func BenchmarkBraces(b *testing.B) {
	text := strings.Repeat("block \"a\" { b = [1, 2, \"${c}\"], d = \"e\" } ", 5<<20/44)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Braces(text)
	}
}
