package check

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A catalog is files, with what tells which of them a command means.
type catalog struct {
	files    map[string]File
	packages map[string][]string // the files of a package, by its name
	members  []Place             // what says which packages make up a workspace
}

func catalogOf(files map[string]File) catalog {
	t := catalog{files: files, packages: map[string][]string{}}
	for name, f := range files {
		for _, c := range f.Claims {
			if c.Package != "" && !slices.Contains(t.packages[c.Package], name) {
				t.packages[c.Package] = append(t.packages[c.Package], name)
			}
			if c.Members != nil {
				t.members = append(t.members, Place{name, c})
			}
		}
	}
	return t
}

// commands returns the commands of the workspace that a file means by one.
func (t catalog) commands(from string, c claim.Command) []command {
	var found []command
	for _, file := range t.meant(from, c) {
		if !strings.Contains(c.Group, "*") {
			found = append(found, command{file, c.Group})
			continue
		}
		for _, o := range t.files[file].Claims {
			if c.Means(o.Group) {
				found = append(found, command{file, o.Group})
			}
		}
	}
	return found
}

// meant returns the files of which a file names a command.
func (t catalog) meant(from string, c claim.Command) []string {
	dir := folder(from)
	var found []string
	if c.Members {
		for _, files := range t.packages {
			for _, file := range files {
				if folder(file) != dir && island(file) == island(from) && t.isMember(dir, file) {
					found = append(found, file)
				}
			}
		}
		return found
	}
	for _, pattern := range c.Packages {
		for name, files := range t.packages {
			if ok, _ := path.Match(pattern, name); !ok {
				continue
			}
			inside := slices.DeleteFunc(slices.Clone(files), func(file string) bool { return !contains(dir, folder(file)) || island(file) != island(from) })
			if !slices.ContainsFunc(inside, func(file string) bool { return folder(file) != folder(inside[0]) }) { // a name that several have tells none of them
				found = append(found, inside...)
			}
		}
	}
	for _, name := range c.Files {
		if len(found) > 0 {
			break
		}
		at := path.Join(dir, name)
		if _, ok := t.files[at]; ok {
			return []string{at}
		}
		if !strings.Contains(name, "*") {
			continue
		}
		for file := range t.files {
			if ok, _ := path.Match(at, file); ok && island(file) == island(from) {
				found = append(found, file)
			}
		}
	}
	return found
}

// isMember reports whether a file is of a package of the workspace whose folder is dir.
func (t catalog) isMember(dir, file string) bool {
	in, below := strings.CutPrefix(folder(file), strings.TrimSuffix(dir, "/")+"/")
	member := false
	for _, p := range t.members {
		if folder(p.Path) != dir || !below {
			continue
		}
		for _, pattern := range p.Claim.Members {
			pattern, but := strings.CutPrefix(pattern, "!")
			if fitsPath(strings.Split(path.Clean(pattern), "/"), strings.Split(in, "/")) {
				member = !but
			}
		}
	}
	return member
}

// fitsPath reports whether the parts of a path fit those of a pattern, in which ** is any parts.
func fitsPath(pattern, parts []string) bool {
	switch {
	case len(pattern) == 0:
		return len(parts) == 0
	case pattern[0] == "**":
		return fitsPath(pattern[1:], parts) || len(parts) > 0 && fitsPath(pattern, parts[1:])
	case len(parts) == 0:
		return false
	}
	ok, _ := path.Match(pattern[0], parts[0])
	return ok && fitsPath(pattern[1:], parts[1:])
}
