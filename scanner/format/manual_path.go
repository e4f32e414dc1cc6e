package format

import "strings"

// maxNames bounds how many names the paths have that a manual knows, far more than any has.
const maxNames = 64

// fits reports whether a pattern is one of a path.
func fits(pattern, key string) bool {
	for pattern != "" {
		var p, k string
		p, pattern, _ = strings.Cut(pattern, ".")
		if p == "**" {
			for {
				if fits(pattern, key) {
					return true
				}
				if key == "" {
					return false
				}
				_, key, _ = strings.Cut(key, ".")
			}
		}
		if key == "" {
			return false
		}
		if k, key, _ = strings.Cut(key, "."); !fitsName(p, k) {
			return false
		}
	}
	return key == ""
}

// fitsName reports whether a pattern without dots is one of a canonical name.
func fitsName(pattern, name string) bool {
	for i := range len(pattern) {
		switch c := pattern[i]; {
		case c == '*':
			for from := range len(name) + 1 {
				if fitsName(pattern[i+1:], name[from:]) {
					return true
				}
			}
			return false
		case c == '-' || c == '_':
		case name == "":
			return false
		default:
			if upper(c) {
				c |= 0x20
			}
			if c != name[0] {
				return false
			}
			name = name[1:]
		}
	}
	return name == ""
}

// canonical returns a path in the form in which paths are compared.
func canonical(key string) string {
	return unmarked.Replace(strings.ToLower(key))
}

var unmarked = strings.NewReplacer("-", "", "_", "")

// withoutIndexes returns a path without the places in sequences and without what OpenTelemetry puts behind a
// slash to tell two of a kind apart.
func withoutIndexes(key string) string {
	if !strings.ContainsAny(key, "[/") {
		return key
	}
	var b strings.Builder
	skip := false
	for i := range len(key) {
		switch c := key[i]; c {
		case '[', '/':
			skip = true
		case '.':
			skip = false
			b.WriteByte(c)
		default:
			if !skip {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
}
