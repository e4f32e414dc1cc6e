package format

import "strings"

// How tells in words by what a file is read as its format: its name, its name and content, or its ending alone. It
// is empty where no format reads it.
func How(file File) string {
	f := of(file)
	if f == nil {
		return ""
	}
	name := strings.ToLower(file.Name)
	by := ""
	most := -1
	for _, p := range f.patterns {
		if p.literal > most && p.matches(name) {
			by, most = p.glob, p.literal
		}
	}
	if f.is != nil {
		return "the name fits " + by + ", and the content agrees"
	}
	return "the name fits " + by
}
