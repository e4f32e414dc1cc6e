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
	if c.Members {
		return t.ofMembers(from)
	}
	if found := t.ofPackages(from, c.Packages); len(found) > 0 {
		return found
	}
	for _, name := range c.Files {
		if found := t.at(from, name); len(found) > 0 {
			return found
		}
	}
	return nil
}

// ofMembers returns the files of all packages of the workspace of a file's folder, but for that folder's own.
func (t catalog) ofMembers(from string) []string {
	var found []string
	for _, files := range t.packages {
		for _, file := range files {
			if folder(file) != folder(from) && island(file) == island(from) && t.isMember(folder(from), file) {
				found = append(found, file)
			}
		}
	}
	return found
}

// ofPackages returns the files below a file's folder of the packages whose names fit patterns. A name that packages in
// several folders have tells none of them.
func (t catalog) ofPackages(from string, patterns []string) []string {
	var found []string
	for _, pattern := range patterns {
		for name, files := range t.packages {
			if ok, _ := path.Match(pattern, name); !ok {
				continue
			}
			inside := slices.DeleteFunc(slices.Clone(files), func(file string) bool {
				return !contains(folder(from), folder(file)) || island(file) != island(from)
			})
			if !slices.ContainsFunc(inside, func(file string) bool { return folder(file) != folder(inside[0]) }) {
				found = append(found, inside...)
			}
		}
	}
	return found
}

// at returns the files at a path from a file's folder, the last parts of which may be patterns.
func (t catalog) at(from, name string) []string {
	at := path.Join(folder(from), name)
	if _, ok := t.files[at]; ok {
		return []string{at}
	}
	if !strings.Contains(name, "*") {
		return nil
	}
	var found []string
	for file := range t.files {
		if ok, _ := path.Match(at, file); ok && island(file) == island(from) {
			found = append(found, file)
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
