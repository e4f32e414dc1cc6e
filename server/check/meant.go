package check

import (
	"slices"
	"strings"
)

// meant returns the services that may be meant by what goes to a port: one where that can be told.
func meant(v visit, all []*service) []*service {
	found := having(all, func(b *bind) bool {
		return b.Claim.PortsOverlap(v.Claim.Endpoint) && b.reach.Overlaps(v.reach)
	})
	if len(found) < 2 {
		return found
	}
	words := strings.Fields(telling(lastName(v.Claim.Key)))
	found = closest(found, func(b *bind) bool { return b.island == v.island })
	found = closest(found, func(b *bind) bool { return mentioned(b, words) })
	for _, dir := range around(v.home) {
		if some := having(found, func(b *bind) bool { return b.home == dir }); len(some) > 0 {
			return some
		}
	}
	return found
}

// closest returns the services of which some bind is as asked, and all where none is.
func closest(all []*service, is func(b *bind) bool) []*service {
	if some := having(all, is); len(some) > 0 {
		return some
	}
	return all
}

// having returns the services of which some bind is as asked.
func having(all []*service, is func(b *bind) bool) []*service {
	var found []*service
	for _, s := range all {
		if slices.ContainsFunc(s.binds, is) {
			found = append(found, s)
		}
	}
	return found
}

// mentioned reports whether a bind's name is among the words of another: that of api in API_URL.
func mentioned(b *bind, words []string) bool {
	return slices.ContainsFunc(b.named, func(name []string) bool {
		return !slices.ContainsFunc(name, func(word string) bool { return !slices.Contains(words, word) })
	})
}
