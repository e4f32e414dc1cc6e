package server

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The page for authors of clients tells of every method of Portclash's own, and of no other.
func TestPageOfTheProtocol(t *testing.T) {
	page, err := os.ReadFile("../editor/docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(Options{})
	own := []string{methodPortsChanged}
	for _, methods := range []map[string]method{s.requests(), s.notifications()} {
		for name := range maps.Keys(methods) {
			if strings.HasPrefix(name, "portclash/") {
				own = append(own, name)
			}
		}
	}
	told := regexp.MustCompile(`portclash/[A-Za-z]+`).FindAllString(string(page), -1)
	slices.Sort(own)
	slices.Sort(told)
	if told = slices.Compact(told); !slices.Equal(told, own) {
		t.Errorf("the page tells of %q, there are %q", told, own)
	}
}
