package scanner_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
)

// TestCommentAbove puts a comment above the port of each file, or shows that none can be there.
func TestCommentAbove(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{".env", "A=1\nPORT=|3000\n", "A=1\n# why\nPORT=3000\n"},
		{".env", "A=1\r\nPORT=|3000\r\n", "A=1\r\n# why\r\nPORT=3000\r\n"},
		{"app.yaml", "\ufeffurl: http://localhost:|3000", "\ufeff# why\nurl: http://localhost:3000"},
		{"compose.yaml", "services:\n  a:\n    ports:\n      - \"|80:80\"\n", "services:\n  a:\n    ports:\n      # why\n      - \"80:80\"\n"},
		{"compose.yaml", "services:\n  a:\n    command: |\n      vite --port |80\n", ""},
		{"compose.yaml", "services:\n  a:\n    command: >-\n      vite\n      --port |80\n", ""},
		{"compose.yaml", "services:\n  a:\n    environment:\n      A: \"http://localhost:81,\n        http://localhost:|80\"\n", ""},
		{"config.toml", "ports = [\n  1,\n\t|2,\n]\nurl = \"http://localhost:80\"", "ports = [\n  1,\n\t# why\n\t2,\n]\nurl = \"http://localhost:80\""},
		{"config.toml", "a = \"\"\"\nhttp://localhost:|80\n\"\"\"", ""},
		{"package.json", "{\"scripts\":\n{\"dev\": \"vite --port |80\"}}", ""},
		{".vscode/launch.json", "{\n  \"port\": |80\n}", "{\n  // why\n  \"port\": 80\n}"},
		{"justfile", "run:\n  vite --port |80\n", "run:\n  # why\n  vite --port 80\n"},
		{"justfile", "run:\n  vite \\\n  --port |80\n", ""},
		{"vite.config.ts", "export default {\n  server: { port: |80 },\n}", "export default {\n  // why\n  server: { port: 80 },\n}"},
		{"vite.config.ts", "const a = `\n  ${port}`\nexport default { server: { port: |80 } }", "const a = `\n  ${port}`\n// why\nexport default { server: { port: 80 } }"},
		{"server.xml", "<Server>\n  <Connector port=\"|80\"/>\n</Server>", "<Server>\n  <!-- why -->\n  <Connector port=\"80\"/>\n</Server>"},
		{"server.xml", "<Server>\n  <Connector\n    port=\"|80\"/>\n</Server>", ""},
		{"server.xml", "<?xml version=\"1.0\"?><Server port=\"|80\"/>", ""},
		{"php.ini", "[Session]\nsession.save_path = \"tcp://localhost:|80\"", "[Session]\n; why\nsession.save_path = \"tcp://localhost:80\""},
		{"Makefile", "run:\n\tvite --port |80\n", "run:\n\t# why\n\tvite --port 80\n"},
		{"Dockerfile", "FROM x\nEXPOSE |80\n", "FROM x\n# why\nEXPOSE 80\n"},
		{"prose", "PORT=|80", ""},
	} {
		at := strings.IndexByte(test.text, '|')
		if strings.Count(test.text, "|") > 1 {
			at = strings.LastIndexByte(test.text, '|')
		}
		text := test.text[:at] + test.text[at+1:]
		got := ""
		if e, ok := scanner.CommentAbove(test.name, text, scanner.Scan(test.name, text), at, "why"); ok {
			got = text[:e.Span.Start] + e.New + text[e.Span.End:]
		}
		if got != test.want {
			t.Errorf("%s:\n%s\nbecomes\n%s\nwant\n%s", test.name, text, got, test.want)
		}
	}
}

// TestCommentAboveEveryClaim puts a comment above each claim of each example of each format. Without it, to silence a
// finding could change what a program does.
func TestCommentAboveEveryClaim(t *testing.T) {
	archives, err := filepath.Glob("format/testdata/*/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no examples", err)
	}
	put, refused := map[string]int{}, map[string]int{}
	for _, path := range archives {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			text := string(f.Data)
			claims := scanner.Scan(f.Name, text)
			for _, c := range claims {
				e, ok := scanner.CommentAbove(f.Name, text, claims, c.Digits.Start, "why")
				if !ok {
					refused[c.Format]++
					continue
				}
				put[c.Format]++
				after := text[:e.Span.Start] + e.New + text[e.Span.End:]
				d := claim.Span{Start: c.Digits.Start + len(e.New), End: c.Digits.End + len(e.New)}
				if e.Span.Len() > 0 || e.Span.Start > c.Digits.Start || d.In(after) != c.Digits.In(text) {
					t.Errorf("%s %s: %q at %v", path, f.Name, e.New, e.Span)
				}
				line := text[e.Span.Start:c.Digits.Start]
				if strings.Contains(line, "\n") || strings.Count(e.New, "\n") != 1 {
					t.Errorf("%s %s: the comment is not on the line above %q", path, f.Name, line)
				}
			}
		}
	}
	for format, n := range refused {
		if n > put[format] {
			t.Logf("%s: %d comments, %d refused", format, put[format], n)
		}
	}
	if len(put) < 80 {
		t.Errorf("only %d formats take comments", len(put))
	}
}
