package format

import (
	"path"
	"strings"
	"sync"
)

// An alias is one of the names that a format goes by.
type alias struct {
	pattern
	format *format
	// rank is how specific the name is: twice its literal characters, and one more where the content has a say, so
	// that it decides between equals.
	rank int
}

// A nameIndex finds the formats that go by a name without trying every pattern: a walk asks of each file it meets.
type nameIndex struct {
	byEnding map[string][]alias // by the last dot of what their names end with and all behind it
	others   []alias            // whose names may end in anything
}

// names is the index of all formats, made when it is first asked for, as formats register while the package
// initializes.
var names = sync.OnceValue(func() *nameIndex {
	x := &nameIndex{byEnding: map[string][]alias{}}
	for _, f := range formats {
		for _, glob := range f.files {
			e := alias{pattern: patternOf(glob), format: f}
			e.rank = 2 * e.literal
			if f.is != nil {
				e.rank++
			}
			if ending := path.Ext(e.tail); ending != "" {
				x.byEnding[ending] = append(x.byEnding[ending], e)
			} else {
				x.others = append(x.others, e)
			}
		}
	}
	return x
})

// each calls found for the entries that fit a lower-case name, those of one format in the order of its names, until
// it returns false.
func (x *nameIndex) each(name string, found func(alias) bool) {
	base := name[strings.LastIndexByte(name, '/')+1:]
	for _, entries := range [...][]alias{x.byEnding[path.Ext(base)], x.others} {
		for _, e := range entries {
			if e.matches(name) && !found(e) {
				return
			}
		}
	}
}
