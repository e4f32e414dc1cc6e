package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/portclash/portclash/server/settings"
)

// Under returns the world as it is judged under an editor's settings. They count for what the project's own files leave
// open.
func (w *World) Under(editor settings.Settings) *World {
	under := *w
	under.editor = editor
	return &under
}

// projects are the settings of the project's files, by the folder that each is for.
type projects map[string]settings.Settings

func projectsOf(files map[string]File) projects {
	p := projects{}
	for _, f := range files {
		if settings.Is(f.Path) {
			p[folder(f.Path)], _ = settings.Read(f.Text, Codes())
		}
	}
	return p
}

// A voice is what the settings of one place say of a file.
type voice struct {
	settings.Settings

	folder string // that the settings are for; empty for an editor's
	file   string // relative to that folder
}

// voices are all that is said of a file, the strongest first.
type voices []voice

// over returns what the project's files say of a file: that in its own folder, and those in the folders above it.
func (p projects) over(file string) voices {
	if len(p) == 0 {
		return nil
	}
	var all voices
	for dir := folder(file); ; dir = folder(dir) {
		if s, ok := p[dir]; ok {
			all = append(all, voice{s, dir, strings.TrimPrefix(file, strings.TrimSuffix(dir, "/")+"/")})
		}
		if folder(dir) == dir {
			return all
		}
	}
}

// excludes reports whether a file is not to be read: the nearest settings with a pattern that fits decide.
func (p projects) excludes(file string) bool {
	for _, v := range p.over(file) {
		if match := v.Exclude.Match(v.file); match != settings.None {
			return match == settings.Hit
		}
	}
	return false
}

// read returns the files that are to be read.
func (p projects) read(files map[string]File) map[string]File {
	if len(p) == 0 {
		return files
	}
	read := maps.Clone(files)
	maps.DeleteFunc(read, func(file string, _ File) bool { return p.excludes(file) })
	return read
}

// voices returns all that is said of a file of the world.
func (w *World) voices(file string) voices {
	return append(w.disk.projects.over(file), voice{w.editor, "", file})
}

// severity returns what is said of a rule's findings, and whether anything is.
func (v voices) severity(code string) (Severity, bool) {
	for _, one := range v {
		if word, ok := one.Severity[code]; ok {
			return Severity(slices.Index(settings.Severities, word)), true
		}
	}
	return Off, false
}

// silences reports whether a finding is one that nobody wants to hear of.
func (v voices) silences(f *Finding) bool {
	return slices.ContainsFunc(v, func(one voice) bool { return one.Ignores(f.Place.Claim.Port, f.Code, one.file) })
}

// commented reports whether a comment on a finding's line, or on the one above, silences it. A comment with a code that
// no rule has is related to the finding instead: somebody wonders why it is still there.
func (w *World) commented(f *Finding) bool {
	file, ok := w.File(f.Place.Path)
	if !ok || f.Place.Claim.Digits.Start > len(file.Text) {
		return false
	}
	for _, c := range settings.Comments(file.Text, f.Place.Claim.Digits.Start) {
		if c.Silences(f.Code) {
			return true
		}
		for _, word := range c.Codes {
			if !slices.Contains(Codes(), word.Text) {
				at := Place{Path: f.Place.Path}
				at.Claim.Span, at.Claim.Digits = word.Span, word.Span
				f.Related = append(f.Related, Related{at, "the comment does not silence this: " + settings.NoRule(word.Text, Codes())})
			}
		}
	}
	return false
}
