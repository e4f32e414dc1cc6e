package main

import (
	"fmt"
	"testing"
)

func TestParseTarget(t *testing.T) {
	for in, want := range map[string]string{
		"8080":                            ":8080 both",
		":8080":                           ":8080 both",
		"localhost:8080":                  "localhost:8080 both",
		"localhost:8080/login":            "localhost:8080 both",
		"[::1]:8080":                      "[::1]:8080 both",
		"53/udp":                          ":53 udp",
		"127.0.0.1:53/tcp":                "127.0.0.1:53 tcp",
		"http://localhost:3000/a?b":       "localhost:3000 both",
		"https://localhost":               "localhost:443 both",
		"http://[::1]/":                   "[::1]:80 both",
		"postgres://me:secret@db/app":     "db:5432 both",
		"postgres://me:p@localhost:1/app": "localhost:1 both",
		"0":                               "error",
		"65536":                           "error",
		"-1":                              "error",
		"":                                "error",
		"localhost":                       "error",
		"::1:8080":                        "error",
		"gopher://x/":                     "error",
		"a:b":                             "error",
	} {
		got := "error"
		if to, err := parseTarget(in); err == nil {
			protocol := "both"
			if to.protocol != nil {
				protocol = to.protocol.String()
			}
			got = fmt.Sprintf("%s %s", to.endpoint(0), protocol)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func FuzzParseTarget(f *testing.F) {
	f.Add("http://[::1]:80/")
	f.Add("53/udp")
	f.Fuzz(func(t *testing.T, in string) {
		if to, err := parseTarget(in); err == nil && (to.port < 1 || to.port > 65535) {
			t.Errorf("%q is port %d", in, to.port)
		}
	})
}
