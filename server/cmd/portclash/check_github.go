package main

import (
	"fmt"
	"strings"

	"github.com/portclash/portclash/server/check"
)

// printGitHub prints findings as workflow commands, which GitHub shows beside the changed lines (GitHub Actions,
// "Workflow commands": values escape %, CR and LF, properties also : and ,).
func (r *report) printGitHub(c *call) error {
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range r.findings {
		level := map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Hint: "notice"}[f.Severity]
		at := r.at(f.Place)
		_, err := fmt.Fprintf(c.stdout, "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s\n",
			level, property.Replace(r.files.relative(f.Place.Path)), at.Line, at.EndLine, at.Column, at.EndColumn,
			property.Replace("portclash "+f.Code), text.Replace(f.Message))
		if err != nil {
			return err
		}
	}
	return nil
}
