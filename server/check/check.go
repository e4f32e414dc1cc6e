// Package check tells where claims and the machine clash, and what would mend it. It is pure.
package check

import (
	"cmp"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// A Severity is how bad a finding is.
type Severity uint8

const (
	// Off is not shown.
	Off Severity = iota
	// Hint is worth knowing.
	Hint
	// Warning is that something will not work, or not as meant.
	Warning
	// Error is a file that is wrong whatever the machine does.
	Error
)

// String returns the severity as settings and outputs spell it.
func (s Severity) String() string { return [...]string{"off", "hint", "warning", "error"}[s] }

// A File is one file of the workspace and what it claims.
type File struct {
	// Path is the file's absolute path, slash-separated.
	Path string
	// Name is what its format is told by, where that is not its path: it has none yet.
	Name   string
	Text   string
	Claims []claim.Claim
}

func (f File) name() string { return cmp.Or(f.Name, f.Path) }

// A Finding is a claim that another claim or the machine contradicts.
type Finding struct {
	// Code is the rule's name: "port-in-use".
	Code     string
	Severity Severity
	Place    Place
	// Message is a sentence without a full stop at its end.
	Message string
	// Related are the other claims of the clash, each with what it has to do with it.
	Related []Related
	// Holder is the listener in the way, nil where none is.
	Holder *machine.Listener
}

// A Related is a place that explains a finding.
type Related struct {
	Place   Place
	Message string
}

// A Fix is what settles a finding: a set of edits, or a process that is stopped.
type Fix struct {
	Title string
	// Edits are by file path, each file's in the order of the text; they do not overlap.
	Edits map[string][]Edit
	// Left are the places that a reader might expect among the edits, each with why it stays as it is.
	Left []Related
	// Stop is the listener whose owner is to be stopped, nil for a fix that edits.
	Stop *machine.Listener
	// Preferred is set on the one fix that is right when nothing more is known.
	Preferred bool
}

// An Edit is one change of a fix.
type Edit struct {
	claim.Edit
	// Why is what the text changed is to the finding, for whoever reviews the edits: "the variable that supplies the
	// number". It may be empty.
	Why string
	// Kind is what the text changed is, for the edits to be grouped by: "Variable", "URL". It may be empty.
	Kind string
	// Unsure is set where only a person can tell whether the text means what moves. It is to be confirmed, or left out.
	Unsure bool
}

// A rule finds one kind of clash.
type rule struct {
	code string
	// about says in Markdown, in a sentence, what the rule finds.
	about string
	// judge returns what is wrong with s, nil where nothing is. Code, severity and place are filled in after it
	// where it leaves them empty.
	judge    func(w *World, s subject) *Finding
	severity Severity
	// fixes returns the fixes of a finding of the rule, the best first; free is nil where no port can be picked.
	fixes func(w *World, f Finding, free Free) []Fix
}

// rules are all there are, each in the file that is named for it.
var rules = []rule{
	invalidPort,
	portInUse,
	blockedByConnection,
	shadowedPort,
	wrongFamily,
	wrongOwner,
	osReserved,
	duplicateClaim,
	exposedPort,
	unreachableInContainer,
	targetMismatch,
	unquotedPort,
	privilegedPort,
	unsafePort,
	nothingListening,
	ephemeralPort,
	invalidSetting,
}

// Codes returns the codes of all rules.
func Codes() []string {
	codes := make([]string, len(rules))
	for i, r := range rules {
		codes[i] = r.code
	}
	return codes
}

// About says in Markdown, in a sentence, what the rule of a code finds; it is empty for a code that no rule has.
func About(code string) string {
	for _, r := range rules {
		if r.code == code {
			return r.about
		}
	}
	return ""
}

// Findings judges one file of the world and returns what somebody wants to hear of: neither a comment nor the settings
// silence it. They are sorted by place; no place has two of one code.
func (w *World) Findings(path string) []Finding {
	var found []Finding
	type told struct {
		code string
		at   int
	}
	seen := map[told]bool{}
	voices := w.voices(path)
	for _, s := range w.subjects(path) {
		for _, r := range rules {
			severity, said := voices.severity(r.code)
			if !said {
				severity = r.severity
			}
			if severity == Off && r.severity != Error {
				continue
			}
			f := r.judge(w, s)
			if f == nil {
				continue
			}
			f.Code, f.Place = r.code, s.Place
			if said || f.Severity == Off {
				f.Severity = severity
			}
			if at := (told{r.code, s.Claim.Digits.Start}); !seen[at] {
				seen[at] = true
				if f.Severity != Off && !voices.silences(f) && !w.commented(f) {
					found = append(found, *f)
				}
			}
			if r.severity == Error {
				break // a number that no socket can have clashes with nothing
			}
		}
	}
	return found
}

// Fixes returns what would settle a finding of this world, the best first. The numbers come from free, which may
// be nil: then only the fixes that need none are returned.
func (w *World) Fixes(f Finding, free Free) []Fix {
	for _, r := range rules {
		if r.code == f.Code && r.fixes != nil {
			return r.fixes(w, f, free)
		}
	}
	return nil
}

// Page returns the address of the documentation of a rule.
func Page(code string) string { return "https://github.com/portclash/portclash#" + code }
