package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/registry"
)

// privilegedPort: a bind of a low port, for which many systems ask for a right. That is a warning where the file names
// a program that developers start themselves and this user has not got the right, and a hint elsewhere: whoever starts
// the rest may well have it. A container engine that runs as root publishes any port.
var privilegedPort = rule{
	code:     "privileged-port",
	about:    "A port that not every user may bind.",
	severity: Hint,
	judge:    judgePrivileged,
	fixes:    movesUnlessMeant,
}

// unprivileged is the lowest port that needs no right where nobody has looked at the machine.
const unprivileged = 1024

func judgePrivileged(w *World, s subject) *Finding {
	c := s.Claim
	if !starts(c) || c.AnyOf || c.Target != 0 {
		return nil
	}
	if w.machine == nil {
		if c.Port >= unprivileged {
			return nil
		}
		return &Finding{
			Message: fmt.Sprintf("%s is below %d: many systems let only an administrator bind there", Spell(c.Endpoint), unprivileged),
			Related: s.usedBy(),
		}
	}
	facts := w.machine.Facts
	switch {
	case c.Port >= facts.Unprivileged:
		return nil
	case facts.OS == "darwin" && (c.Host == "" && c.Default == "" || c.Reach().Exposed()):
		return nil // there only one address needs the right, not all of them
	case w.runs(s):
		return nil
	}
	f := &Finding{
		Message: fmt.Sprintf("%s is below %d, where not everybody may bind", Spell(c.Endpoint), facts.Unprivileged),
		Related: s.usedBy(),
	}
	if !facts.MayBindLow && w.startedByHand(s) {
		f.Severity = Warning
		f.Message = fmt.Sprintf("%s is below %d, where this user may not bind", Spell(c.Endpoint), facts.Unprivileged)
	}
	return f
}

// startedByHand reports whether a claim's program is one that developers start themselves, without any help to
// more rights.
func (w *World) startedByHand(s subject) bool {
	at := s.written()
	f, _ := w.File(at.Path)
	if !registry.DevServer(at.Claim.About) {
		return false
	}
	line := f.Text[strings.LastIndexByte(f.Text[:at.Claim.Span.Start], '\n')+1 : at.Claim.Span.End]
	return !slices.ContainsFunc([]string{"sudo", "doas", "authbind", "setcap", "pkexec", "su -"}, func(help string) bool {
		return strings.Contains(line, help)
	})
}
