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
	// also are the ports that the program opens beside those that the file tells.
	also []companion
	// servers are the names of the processes that read such a file as their own configuration wherever they are started,
	// see [claim.Claim.Servers]. It is nil where it is read by what is started in its folder.
	servers []string
	// scan returns the claims of a file in any order. It must cope with any text.
	scan func(File) []claim.Claim
}

var formats []*format

// register adds a format while the package initializes. The value it returns is of no use but to call it from
// a variable declaration, so that a format's file is complete in itself.
func register(f format) struct{} { //nolint:unparam // see above
	if slices.ContainsFunc(formats, func(o *format) bool { return o.name == f.name }) {
		panic("format: two formats are named " + f.name)
	}
	for _, p := range f.files {
		if _, err := path.Match(p, ""); err != nil {
			panic(fmt.Sprintf("format: %s: pattern %q: %v", f.name, p, err))
		}
	}
	formats = append(formats, &f)
	return struct{}{}
}

// Knows reports whether a file of that name may hold claims at all. It looks at nothing but the name, so that
// a walk can pass over the rest unread.
func Knows(name string) bool { return goesBy(name, func(alias) bool { return true }) }

// Named reports whether some format goes by more of a file's name than its ending, so that a person wrote the
// file for that format.
func Named(name string) bool {
	return goesBy(name, func(a alias) bool { return !strings.HasPrefix(a.glob, "*.") })
}

// goesBy reports whether a name, or that of the file that a template of that name is for, is one by which some format
// goes and that is wanted.
func goesBy(name string, wanted func(alias) bool) bool {
	for again := true; again; name, again = filledIn(name) {
		lower := strings.ToLower(name)
		found := false
		names().each(lower, func(a alias) bool {
			found = wanted(a)
			return !found
		})
		if found && !isUnread(lower) {
			return true
		}
	}
	return false
}

// Of returns the name of the format that a file is read as, and "" where there is none.
func Of(file File) string {
	if f, _ := of(file); f != nil {
		return f.name
	}
	return ""
}

// Scan returns the claims of a file in the order of the format's reading, each marked with the format; none
// where no format knows the name. A template that no format knows as such is read as the file that it is for.
func Scan(file File) []claim.Claim {
	f, as := of(file)
	if f == nil {
		return nil
	}
	claims := f.scan(as)
	if isData(as) { // a port that none can be is there on purpose
		claims = slices.DeleteFunc(claims, func(c claim.Claim) bool { return !c.Open() && !c.Valid() })
	}
	attend(claims, f.also)
	for i := range claims {
		claims[i].Format = f.name
		if claims[i].Servers == nil {
			claims[i].Servers = f.servers
		}
		if as.Name != file.Name && claims[i].Scope == claim.Host {
			claims[i].Scope = claim.Sample
		}
	}
	return claims
}

// of returns the format that a file is read as, and the file as it is read: under its own name or, where that says
// nothing, under the one that it is a template for.
func of(file File) (*format, File) {
	file.Text = withoutMark(file.Text)
	for again := true; again; file.Name, again = filledIn(file.Name) {
		if f := named(file); f != nil {
			return f, file
		}
	}
	return nil, file
}

// withoutMark returns a text with line breaks for a byte order mark at its start, so that no format takes the mark for a part
// of the first word while every place in the text stays where it is.
func withoutMark(text string) string {
	const mark = "\ufeff"
	if rest, marked := strings.CutPrefix(text, mark); marked {
		return strings.Repeat("\n", len(mark)) + rest
	}
	return text
}

// named returns the most specific format that fits the name and, where it asks, the content. Formats that are
// told by their content alone are more specific than the general reader, which fits by ending only.
func named(file File) *format {
	name := strings.ToLower(file.Name)
	var fits []alias
	names().each(name, func(a alias) bool {
		fits = append(fits, a)
		return true
	})
	if len(fits) == 0 || isUnread(name) {
		return nil
	}
	slices.SortStableFunc(fits, func(a, b alias) int { return b.rank - a.rank })
	for i, e := range fits {
		tried := slices.ContainsFunc(fits[:i], func(o alias) bool { return o.format == e.format })
		if !tried && (e.format.is == nil || e.format.is(file)) {
			return e.format
		}
	}
	return nil
}
