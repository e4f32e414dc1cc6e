package machine

import (
	"context"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func BenchmarkLookFirst(b *testing.B) {
	for b.Loop() {
		if _, err := New().Look(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookAgain(b *testing.B) {
	m := New()
	for b.Loop() {
		if _, err := m.Look(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFree(b *testing.B) {
	port := freePort(b, claim.TCP)
	for b.Loop() {
		if free, err := Free(port, claim.TCP); !free {
			b.Fatal(err)
		}
	}
}

func BenchmarkPick(b *testing.B) {
	for b.Loop() {
		if _, err := Pick(8080, claim.TCP, func(port int) bool { return port == 8080 }); err != nil {
			b.Fatal(err)
		}
	}
}
