package check

import (
	"fmt"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// invalidPort: a number that no socket can have, a range that runs backwards, or ports that the format itself
// refuses. 0 means "any port" nearly everywhere and is none.
var invalidPort = rule{
	code:     "invalid-port",
	about:    "A number that no socket can have, or a range that does not fit.",
	severity: Error,
	judge:    judgeInvalid,
	fixes: func(w *World, f Finding, free Free) []Fix {
		switch c := f.Place.Claim; {
		case c.Mend != nil:
			return w.rewrite(f.Place, *c.Mend)
		case c.EndPort < c.Port && c.EndPort > 0 && c.Scope == claim.Host:
			return w.rewrite(f.Place, claim.Edit{Span: c.Digits, New: fmt.Sprintf("%d-%d", c.EndPort, c.Port)})
		case c.Role == claim.Bind && c.EndPort == c.Port && c.Fault == "":
			return w.move(f.Place, free)
		}
		return nil
	},
}

// rewrite returns the fix that changes what is written, none where a variable is part of it.
func (w *World) rewrite(p Place, e claim.Edit) []Fix {
	f, ok := w.File(p.Path)
	if !ok || strings.Trim(e.Span.In(f.Text), "0123456789-") != "" {
		return nil
	}
	return []Fix{{
		Title:     fmt.Sprintf("Write %s instead of %s", e.New, e.Span.In(f.Text)),
		Edits:     map[string][]Edit{p.Path: {{Edit: e}}},
		Preferred: true,
	}}
}

func judgeInvalid(_ *World, s subject) *Finding {
	c := s.Claim
	switch {
	case c.Port > 65535 || c.EndPort > 65535:
		return &Finding{Message: fmt.Sprintf("%d is no port: the highest is 65535", max(c.Port, c.EndPort))}
	case c.Port < 0:
		return &Finding{Message: fmt.Sprintf("%d is no port: a port is never negative", c.Port)}
	case c.EndPort < c.Port:
		return &Finding{Message: fmt.Sprintf("The range %d-%d runs backwards", c.Port, c.EndPort)}
	case c.Fault != "":
		return &Finding{Message: c.Fault}
	}
	return nil
}
