package check

import (
	"fmt"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/settings"
)

// Silencing returns the fixes that settle a finding by no longer telling of it: by a comment at its place, where there can
// be one, and in the project's file, which is made in the folder home where none holds for the finding's file. None is
// ever preferred.
func (w *World) Silencing(f Finding, home string) []Fix {
	file, ok := w.File(f.Place.Path)
	if !ok {
		return nil
	}
	if f.Code == invalidSetting.code {
		return w.ignoreHere(f, file)
	}
	return append(w.ignoreHere(f, file), w.ignoreInProject(f, home)...)
}

// ignoreHere returns the fix that puts the finding's code into the comment that is there already, or else a comment above
// the finding's line.
func (w *World) ignoreHere(f Finding, file File) []Fix {
	at := f.Place.Claim.Digits.Start
	title := fmt.Sprintf("Ignore %s here, with a comment", f.Code)
	var e claim.Edit
	if there := settings.Comments(file.Text, at); len(there) > 0 {
		end := there[0].End // of codes that are others, or it would be silent
		e = claim.Edit{Span: claim.Span{Start: end, End: end}, New: ", " + f.Code}
	} else {
		var ok bool
		e, ok = scanner.CommentAbove(file.name(), file.Text, file.Claims, at, settings.Marker+" "+f.Code)
		if !ok {
			return nil
		}
	}
	return []Fix{{Title: title, Edits: map[string][]Edit{file.Path: {{Edit: e, Why: "the comment that silences the finding"}}}}}
}

// ignoreInProject returns the fix that puts the finding's code and port into the project's file.
func (w *World) ignoreInProject(f Finding, home string) []Fix {
	dir := home
	if over := w.disk.projects.over(f.Place.Path); len(over) > 0 {
		dir = over[0].folder
	}
	if dir == "" {
		return nil
	}
	path := dir + "/" + settings.Name
	file, _ := w.File(path)
	e, ok := settings.AddIgnore(file.Text, f.Place.Claim.Port, f.Code)
	if !ok {
		return nil
	}
	return []Fix{{
		Title: fmt.Sprintf("Ignore %s of port %d in this project (%s)", f.Code, f.Place.Claim.Port, settings.Name),
		Edits: map[string][]Edit{path: {{Edit: e, Why: "the project's settings"}}},
	}}
}
