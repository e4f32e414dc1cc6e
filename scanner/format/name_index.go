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
	byEnding map[string]*aliases // by the last dot of what their names end with and all behind it
	others   aliases             // whose names may end in anything
}

// aliases are names in the order in which formats registered them. Their beginnings lie apart, as most are passed over by
// them.
type aliases struct {
	beginnings []beginning
	all        []alias
}

// A beginning is the first byte of a pattern, 0 where that may be any, for the part of a path that has so many slashes.
type beginning struct{ slashes, first byte }

func (a *aliases) add(e alias) {
	b := beginning{slashes: byte(e.slashes)}
	if c := e.glob[0]; strings.IndexByte(wildcards, c) < 0 {
		b.first = c
	}
	a.beginnings, a.all = append(a.beginnings, b), append(a.all, e)
}

// names is the index of all formats, made when it is first asked for, as formats register while the package
// initializes.
var names = sync.OnceValue(func() *nameIndex {
	x := &nameIndex{byEnding: map[string]*aliases{}}
	for _, f := range formats {
		for _, glob := range f.files {
			e := alias{pattern: patternOf(glob), format: f}
			e.rank = 2 * e.literal
			if f.is != nil {
				e.rank++
			}
			ending := path.Ext(e.tail)
			if ending == "" {
				x.others.add(e)
				continue
			}
			if x.byEnding[ending] == nil {
				x.byEnding[ending] = &aliases{}
			}
			x.byEnding[ending].add(e)
		}
	}
	return x
})

// each calls found for the entries that fit a lower-case name, those of one format in the order of its names, until
// it returns false.
func (x *nameIndex) each(name string, found func(alias) bool) {
	var firsts [8]byte // of the last parts of the path, by how many slashes they have
	base := ""
	for slashes, end := 0, len(name); slashes < len(firsts) && end >= 0; slashes++ {
		end = strings.LastIndexByte(name[:end], '/')
		if end+1 < len(name) {
			firsts[slashes] = name[end+1]
		}
		if slashes == 0 {
			base = name[end+1:]
		}
	}
	for _, entries := range [...]*aliases{x.byEnding[path.Ext(base)], &x.others} {
		if entries == nil {
			continue
		}
		for i, b := range entries.beginnings {
			if (b.first == 0 || b.first == firsts[b.slashes]) && entries.all[i].matches(name) && !found(entries.all[i]) {
				return
			}
		}
	}
}
