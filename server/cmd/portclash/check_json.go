package main

import "path/filepath"

// findingJSON is a finding as --format json prints it.
type findingJSON struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	File     string `json:"file"`
	place
	Port    int           `json:"port,omitempty"`
	Related []relatedJSON `json:"related"`
	Owner   *ownerJSON    `json:"owner,omitempty"`
	Fixes   []fixJSON     `json:"fixes"`
}

type relatedJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

type fixJSON struct {
	Title string `json:"title"`
}

func (r *report) printJSON(c *call) error {
	findings := []findingJSON{}
	for _, f := range r.findings {
		j := findingJSON{
			Code: f.Code, Severity: f.Severity.String(), Message: f.Message,
			File: r.files.relative(f.Place.Path), place: r.at(f.Place), Port: f.Place.Claim.Port,
			Related: []relatedJSON{}, Fixes: []fixJSON{},
		}
		if f.Holder != nil {
			j.Owner = toOwner(f.Holder.Owner)
		}
		for _, rel := range f.Related {
			j.Related = append(j.Related, relatedJSON{r.files.relative(rel.Place.Path), r.at(rel.Place).Line, rel.Message})
		}
		for _, fix := range r.world.Fixes(f, r.free) {
			j.Fixes = append(j.Fixes, fixJSON{fix.Title})
		}
		findings = append(findings, j)
	}
	return printJSON(c.stdout, struct {
		Version  int           `json:"version"`
		Root     string        `json:"root"`
		Findings []findingJSON `json:"findings"`
	}{1, filepath.ToSlash(r.files.root), findings})
}
