// Package format reads each kind of configuration file: from its text to the endpoints it claims. A format is
// one file here and one folder of examples in testdata.
package format

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A File is what a format reads: a slash-separated path, of which only the end matters, and the text.
type File struct {
	Name string
	Text string
}

// Base returns the last element of the file's path.
func (f File) Base() string { return path.Base(f.Name) }

// A format is a kind of configuration file.
type format struct {
	// name is the word for the format in outputs: "compose".
	name string
	// files are the patterns (path.Match, in lower case) of the names it goes by. A pattern with slashes is for
	// as many of the path's last elements. Of all patterns that fit a name the most specific decides, which is
	// the one with the most literal characters.
	files []string
	// is tells by the content whether a file is of this format. It is asked where it is set: after the name
	// fits, or, for a format with no name of its own fitting, before the general reader.
	is func(File) bool
	// scan returns the claims of a file in any order. It must cope with any text.
	scan func(File) []claim.Claim

	patterns []pattern // files, taken apart
}

var formats []format

// register adds a format while the package initializes. The value it returns is of no use but to call it from
// a variable declaration, so that a format's file is complete in itself.
func register(f format) struct{} {
	if slices.ContainsFunc(formats, func(o format) bool { return o.name == f.name }) {
		panic("format: two formats are named " + f.name)
	}
	for _, p := range f.files {
		if _, err := path.Match(p, ""); err != nil {
			panic(fmt.Sprintf("format: %s: pattern %q: %v", f.name, p, err))
		}
		f.patterns = append(f.patterns, patternOf(p))
	}
	formats = append(formats, f)
	return struct{}{}
}

// Knows reports whether a file of that name may hold claims at all. It looks at nothing but the name, so that
// a walk can pass over the rest unread.
func Knows(name string) bool {
	name = strings.ToLower(name)
	return !isUnread(name) && slices.ContainsFunc(formats, func(f format) bool { return f.fit(name) >= 0 })
}

// Named reports whether some format goes by more of a file's name than its ending, so that a person wrote the
// file for that format.
func Named(name string) bool {
	name = strings.ToLower(name)
	return !isUnread(name) && slices.ContainsFunc(formats, func(f format) bool {
		return slices.ContainsFunc(f.patterns, func(p pattern) bool { return !strings.HasPrefix(p.glob, "*.") && p.matches(name) })
	})
}

// Of returns the name of the format that a file is read as, and "" where there is none.
func Of(file File) string {
	if f := of(file); f != nil {
		return f.name
	}
	return ""
}

// Scan returns the claims of a file in the order of the format's reading, each marked with the format; none
// where no format knows the name.
func Scan(file File) []claim.Claim {
	f := of(file)
	if f == nil {
		return nil
	}
	claims := f.scan(file)
	for i := range claims {
		claims[i].Format = f.name
	}
	return claims
}

// of returns the most specific format that fits the name and, where it asks, the content. Formats that are
// told by their content alone are more specific than the general reader, which fits by ending only.
func of(file File) *format {
	name := strings.ToLower(file.Name)
	if isUnread(name) {
		return nil
	}
	var best *format
	most := -1
	for i := range formats {
		f := &formats[i]
		if fit := f.fit(name); fit > most && (f.is == nil || f.is(file)) {
			best, most = f, fit
		}
	}
	return best
}

// fit returns how many literal characters of f's best pattern match the end of a lower-case name, and -1 where
// none does. A pattern that a format with is goes by counts one more: content decides between equals.
func (f *format) fit(name string) int {
	most := -1
	for _, p := range f.patterns {
		if !p.matches(name) {
			continue
		}
		literal := 2 * p.literal
		if f.is != nil {
			literal++
		}
		most = max(most, literal)
	}
	return most
}
