package check

import (
	"path"
	"reflect"

	"github.com/portclash/portclash/scanner/claim"
)

// loads are the places which say that the variables of a file are given to a container, by the path of that file.
type loads map[string][]Place

func loadsOf(files map[string]File) loads {
	all := loads{}
	for _, f := range files {
		for _, c := range f.Claims {
			for _, l := range c.Loads {
				at := path.Join(folder(f.Path), l)
				all[at] = append(all[at], Place{f.Path, c})
			}
		}
	}
	return all
}

// reloads reports whether a file says of the files that it gives to containers what it did not in an older version.
func reloads(f, old File) bool { return !reflect.DeepEqual(loading(f), loading(old)) }

// loading returns what a file says of the files that it gives to containers, wherever in it.
func loading(f File) []claim.Claim {
	var notes []claim.Claim
	for _, c := range f.Claims {
		if c.Loads != nil {
			c.Span, c.Digits = claim.Span{}, claim.Span{}
			notes = append(notes, c)
		}
	}
	return notes
}
