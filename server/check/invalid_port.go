package check

import (
	"fmt"

	"github.com/portclash/portclash/scanner/claim"
)

// invalidPort: a number that no socket can have, a range that runs backwards, or ports that the format itself
// refuses. 0 means "any port" nearly everywhere and is none.
var invalidPort = rule{
	code:     "invalid-port",
	severity: Error,
	judge:    judgeInvalid,
	fixes: func(w *World, f Finding, free Free) []Fix {
		if c := f.Place.Claim; c.Role == claim.Bind && c.EndPort == c.Port && c.Fault == "" {
			return w.move(f.Place, free)
		}
		return nil
	},
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
