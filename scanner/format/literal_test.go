package format

import (
	"slices"
	"testing"

	"github.com/portclash/portclash/scanner/syntax"
)

func TestLiterals(t *testing.T) {
	for text, want := range map[string][]string{
		"localhost:3000":                            {"localhost:3000"},
		"127.0.0.1:62893":                           {"127.0.0.1:62893"},
		"127.9.9.9:80":                              {"127.9.9.9:80"},
		"app.localhost:80/x":                        {"app.localhost:80"},
		"[::1]:8080":                                {"[::1]:8080"},
		"http://[::]:8080/":                         {"[::]:8080"},
		"0.0.0.0:53/udp":                            {"0.0.0.0:53"},
		"udp://0.0.0.0:53":                          {"0.0.0.0:53/udp"},
		"see (http://localhost:3000).":              {"localhost:3000"},
		"localhost:3000, localhost:3001;":           {"localhost:3000", "localhost:3001"},
		"postgres://u:5432@localhost:5433/x":        {"localhost:5433"},
		"redis://:1234@localhost:6379":              {"localhost:6379"},
		"mongodb://a:27017,localhost:27018":         {"a:27017", "localhost:27018"},
		"jdbc:mysql://localhost:3306/x?a=b:1":       {"localhost:3306"},
		"https://example.com:8443/x":                {"example.com:8443"},
		"PLAINTEXT://:9092":                         {":9092"},
		"1@localhost:9093":                          {"localhost:9093"},
		"host.docker.internal:4000":                 {"host.docker.internal:4000"},
		"127.0.0.1:7000-7010":                       {"127.0.0.1:7000-7010"},
		"localhost:70000":                           {"localhost:70000"},
		"/dev/tcp/127.0.0.1/80":                     {"127.0.0.1:80"},
		"http://${HOST:-localhost}:${PORT:-3000}/x": {"localhost:3000"},

		"":                               nil,
		":8080":                          nil,
		"localhost":                      nil,
		"localhost:":                     nil,
		"localhost:0":                    nil,
		"localhost:080":                  nil,
		"localhost:123456":               nil,
		"localhost:3000x":                nil,
		"localhost:3000.1":               nil,
		"localhost:3000:1":               nil,
		"mylocalhost:3000":               nil,
		"example.com:8080":               nil,
		"example.com/localhost:5000/img": nil,
		"127.0.0.1:8080:80":              nil,
		"8080:127.0.0.1:80":              nil,
		"1127.0.0.1:80":                  nil,
		"12:30":                          nil,
		"redis:7":                        nil,
		"02:42:ac:11:65:43":              nil,
		"2001:db8::1:8080":               nil,
		"18.04:2222":                     nil,
		"*:30":                           nil,
		"http://localhost:x@h":           nil,
		"http://u:8080@h/x":              nil,
		"./data:/data":                   nil,
		"C:8080":                         nil,
		"${HOST}:3000":                   nil,
		"http://${HOST}:3000":            nil,
	} {
		var got []string
		for _, l := range literals(syntax.Verbatim(text, 0).Interpolate()) {
			got = append(got, l.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string][]string{
		"SERVER_PORT":    {"server", "port"},
		"server.port":    {"server", "port"},
		"serverPort":     {"server", "port"},
		"HTTPSPort":      {"https", "port"},
		"PGPORT":         {"pg", "port"},
		"serverport":     {"server", "port"},
		"--ui-port":      {"ui", "port"},
		"EXPORT":         {"export"},
		"VIEWPORT":       {"viewport"},
		"applicationUrl": {"application", "url"},
		"":               nil,
	} {
		if got := nameOf(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
