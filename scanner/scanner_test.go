package scanner_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
)

func TestScan(t *testing.T) {
	const text = "services:\n  web:\n    image: nginx\n    ports: [\"127.0.0.1:62893:80\"]\n"
	claims := scanner.Scan("shop/compose.yaml", text)
	if len(claims) != 2 {
		t.Fatalf("%d claims, want the published port and the one inside", len(claims))
	}
	c := claims[0]
	if got := c.String(); got != "127.0.0.1:62893" || c.Role != claim.Bind || c.Scope != claim.Host {
		t.Errorf("%s %s %s", c.Role, c.Scope, got)
	}
	if got := c.Digits.In(text); got != "62893" {
		t.Errorf("the digits are %q", got)
	}
	if got := c.Span.In(text); got != "127.0.0.1:62893" {
		t.Errorf("the span is %q", got)
	}
	if c.Format != "compose" || c.Key != "services.web.ports[0]" {
		t.Errorf("format %q, key %q", c.Format, c.Key)
	}
}

// TestScanSortsAndClaimsAPlaceOnce has two services that share their ports by an anchor, the later of which in
// the file is read first.
func TestScanSortsAndClaimsAPlaceOnce(t *testing.T) {
	const text = `services:
  one:
    image: a
    ports: ["8081:81"]
    environment: {PORT: 81}
  two: &two
    image: b
    environment: {PORT: 80}
    ports: ["8080:80"]
  three:
    <<: *two
`
	claims := scanner.Scan("compose.yaml", text)
	var digits []string
	for _, c := range claims {
		digits = append(digits, c.Digits.In(text))
	}
	if want := []string{"8081", "81", "81", "80", "8080", "80"}; !slices.Equal(digits, want) {
		t.Errorf("claimed %q, want %q", digits, want)
	}
}

func TestScanOfWhatIsNoConfiguration(t *testing.T) {
	for name, text := range map[string]string{
		"main.go":           `http.ListenAndServe("127.0.0.1:8080", nil)`,
		"README.md":         "http://localhost:3000",
		"package-lock.json": `{"url": "http://localhost:4873/x"}`,
		"makefile.go":       "run:\n\tserve --port 3000\n",
		"Procfile.md":       "web: vite --port 3000\n",
		"tsconfig.json":     `{"url": "http://localhost:4873/x"}`,
		"big.yaml":          "url: http://localhost:3000 #" + strings.Repeat(" ", scanner.MaxText),
		"":                  "PORT=3000",
	} {
		if claims := scanner.Scan(name, text); len(claims) != 0 {
			t.Errorf("%s: %d claims", name, len(claims))
		}
	}
}

// TestScanOfBrokenBytes reads what is no text at all under the names of every kind of file.
func TestScanOfBrokenBytes(t *testing.T) {
	for _, name := range []string{"compose.yaml", ".env", "package.json", "a.toml", "a.json", "a.yaml", "a.ini", "a.conf", "a.properties"} {
		for _, text := range []string{
			"", "\x00", "\xff\xfe:8080", "\ufeffPORT=3000", "\r", "\n\n", "PORT=\xff3000", strings.Repeat("\x00", 1000),
			strings.Repeat(":", 10000), strings.Repeat("localhost:", 10000), strings.Repeat("[", 10000), strings.Repeat("${", 10000),
		} {
			for _, c := range scanner.Scan(name, text) {
				if c.Span.End > len(text) {
					t.Errorf("%s: a span outside of %q", name, text)
				}
			}
		}
	}
}

func TestByteOrderMarkDoesNotHideTheFirstLine(t *testing.T) {
	for name, text := range map[string]string{
		".env":                   "PORT=3000\n",
		"compose.yaml":           "services:\n  web:\n    image: a\n    ports: [\"3000:80\"]\n",
		"package.json":           "{\"config\": {\"port\": 3000}}\n",
		"Procfile":               "web: vite --port 3000\n",
		"Dockerfile":             "FROM node\nENV PORT=3000\n",
		"redis.conf":             "port 3000\n",
		"application.properties": "server.port=3000\n",
		"vite.config.ts":         "export default { server: { port: 3000 } }\n",
		"nginx.conf":             "server { listen 3000; }\n",
		"Caddyfile":              ":3000 {\n}\n",
		"haproxy.cfg":            "frontend a\n  bind :3000\n",
		"Makefile":               "PORT=3000\nrun:\n\tvite --port 3000\n",
		"supervisord.conf":       "[inet_http_server]\nport=3000\n",
	} {
		plain := scanner.Scan(name, text)
		claims := scanner.Scan(name, "\ufeff"+text)
		if len(claims) != len(plain) || len(claims) == 0 {
			t.Errorf("%s: %+v, without the mark %+v", name, claims, plain)
			continue
		}
		text = "\ufeff" + text
		if claims[0].Port != 3000 || claims[0].Digits.In(text) != "3000" || claims[0].Key != plain[0].Key || claims[0].Assigns != plain[0].Assigns {
			t.Errorf("%s: %+v", name, claims)
		}
	}
}

// TestNameOf: a text that was never saved is read by its language.
func TestNameOf(t *testing.T) {
	for language, want := range map[string]string{
		"dockercompose": "compose.yaml", "dotenv": ".env", "dockerfile": "dockerfile", "yaml": "untitled.yaml", "klingon": "",
	} {
		if got := scanner.NameOf(language); got != want {
			t.Errorf("NameOf(%s) = %q, want %q", language, got, want)
		}
	}
}
