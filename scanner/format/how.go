package format

import "strings"

// How tells in words by what a file is read as its format: its name, its name and content, or its ending alone. It
// is empty where no format reads it.
func How(file File) string {
	f, file := of(file)
	if f == nil {
		return ""
	}
	by := alias{rank: -1}
	names().each(strings.ToLower(file.Name), func(a alias) bool {
		if a.format == f && a.rank > by.rank {
			by = a
		}
		return true
	})
	if f.is != nil {
		return "the name fits " + by.glob + ", and the content agrees"
	}
	return "the name fits " + by.glob
}
