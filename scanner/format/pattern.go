package format

import (
	"path"
	"strings"
)

// A pattern is one of path.Match for the last elements of a path.
type pattern struct {
	glob string
	// head and tail are what a name that matches begins and ends with: a cheap way to tell most that do not.
	head, tail string
	slashes    int
	literal    int // how many characters stand for themselves
}

// wildcards begin what does not stand for itself in a pattern.
const wildcards = `*?[\`

func patternOf(glob string) pattern {
	head, wild := glob, false
	if i := strings.IndexAny(glob, wildcards); i >= 0 {
		head, wild = glob[:i], true
	}
	if !wild {
		head = "" // the tail is all of it
	}
	return pattern{
		glob:    glob,
		head:    head,
		tail:    glob[strings.LastIndexAny(glob, "*?]")+1:],
		slashes: strings.Count(glob, "/"),
		literal: len(glob) - strings.Count(glob, "*") - strings.Count(glob, "?"),
	}
}

// matches reports whether as many of the last elements of a path as the pattern has match it.
func (p pattern) matches(name string) bool {
	if !strings.HasSuffix(name, p.tail) {
		return false
	}
	start := len(name)
	for range p.slashes + 1 {
		if start = strings.LastIndexByte(name[:start], '/'); start < 0 {
			break
		}
	}
	if !strings.HasPrefix(name[start+1:], p.head) {
		return false
	}
	ok, _ := path.Match(p.glob, name[start+1:])
	return ok
}
