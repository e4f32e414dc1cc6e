package server

import (
	"strings"
	"testing"
	"time"
)

func TestCredentialsAreNotShown(t *testing.T) {
	for command, want := range map[string]string{
		"psql postgres://me:s3cret@localhost:5432/app":  "psql postgres://me:•••@localhost:5432/app",
		"redis-cli -u redis://:s3cret@localhost":        "redis-cli -u redis://:•••@localhost",
		"node api.js --password=hunter2 --port 80":      "node api.js --password=••• --port 80",
		"node api.js --api-key hunter2 --port 80":       "node api.js --api-key ••• --port 80",
		`sh -c GITHUB_TOKEN="a b" serve`:                `sh -c GITHUB_TOKEN=••• serve`,
		"java -Ddb.password=hunter2 -jar app.jar":       "java -Ddb.password=••• -jar app.jar",
		"node server.js --token --port 80":              "node server.js --token --port 80",
		"node server.js --url http://localhost:80/a:b@": "node server.js --url http://localhost:80/a:b@",
		"vite --port 5173":                              "vite --port 5173",
	} {
		if got := masked(command); got != want {
			t.Errorf("masked(%q) = %q, want %q", command, got, want)
		}
	}
}

func TestCommandsAreShort(t *testing.T) {
	for command, want := range map[string]string{
		"":                                      "",
		"/usr/bin/node /home/me/shop/server.js": "node ~/shop/server.js",
		"node":                                  "node",
		`C:\node\node.exe server.js`:            `C:\node\node.exe server.js`,
		"serve " + strings.Repeat("é", maxCommand): "serve " + strings.Repeat("é", maxCommand-7) + "…",
	} {
		if got := shownCommand(command, "/home/me"); got != want {
			t.Errorf("shownCommand(%q) = %q, want %q", command, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0 s", 59 * time.Second: "59 s", time.Minute: "1 min", 119 * time.Minute: "1 h",
		47 * time.Hour: "47 h", 48 * time.Hour: "2 days",
	} {
		if got := age(d); got != want {
			t.Errorf("age(%v) = %q, want %q", d, got, want)
		}
	}
}

// What a file or a process is called must not become markup in the editor.
func TestForeignTextStaysText(t *testing.T) {
	m := markup{}
	for in, want := range map[string]string{
		"node": "`node`", "a`b": "`` a`b ``", "``": "``` `` ```", "a\nb\t c": "`a b c`", "": "",
	} {
		if got := m.code(in); got != want {
			t.Errorf("code(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := m.link("a[b](x)_.env", "file:///w/a b(c).env"), `[a\[b\](x)\_.env](file:///w/a%20b%28c%29.env)`; got != want {
		t.Errorf("link: %s, want %s", got, want)
	}
}
