package syntax

import (
	"os"
	"strings"
	"testing"
)

// Reading a file of an everyday size; the bytes per second tell how a cold scan of many files fares.
func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"stack.yaml", "package.json", "settings.toml", "service.ini", "application.properties"} {
		text, err := os.ReadFile("testdata/whole/" + name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				read(name, string(text))
			}
		})
	}
}

// A line of many megabytes, as a bundle or a data set is, must not cost more than its length.
func BenchmarkLongLine(b *testing.B) {
	text := `{"list": [` + strings.Repeat(`{"port": 8080, "host": "127.0.0.1"}, `, 5<<20/37) + `0]}`
	for _, name := range []string{"long.json", "long.yaml"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				read(name, text)
			}
		})
	}
}
