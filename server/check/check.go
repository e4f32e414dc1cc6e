// Package check tells where claims and the machine clash, and what would mend it. It is pure.
package check

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// A Severity is how bad a finding is.
type Severity uint8

const (
	// Off: not shown.
	Off Severity = iota
	// Hint: worth knowing.
	Hint
	// Warning: something will not work, or not as meant.
	Warning
	// Error: the file is wrong whatever the machine does.
	Error
)

// String returns the severity as settings and outputs spell it.
func (s Severity) String() string { return [...]string{"off", "hint", "warning", "error"}[s] }

// A File is one file of the workspace and what it claims.
type File struct {
	// Path is the file's absolute path, slash-separated.
	Path   string
	Text   string
	Claims []claim.Claim
}

// A World is all there is to judge by. It is never changed.
type World struct {
	// Roots are the absolute paths of the workspace folders, symbolic links resolved.
	Roots []string
	// Files are all known files of the workspace by their path.
	Files map[string]File
	// Machine is the latest look at this machine, nil where there was none: nothing live is judged then.
	Machine *machine.Picture
}

// A Place is a claim in a file.
type Place struct {
	Path  string
	Claim claim.Claim
}

// A Finding is a claim that another claim or the machine contradicts.
type Finding struct {
	Code     string
	Severity Severity
	Place    Place
	Message  string
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

// A Fix is a set of edits that settles a finding.
type Fix struct {
	Title string
	// Edits are by file path; a file's do not overlap.
	Edits map[string][]claim.Edit
	// Preferred is set on the one fix that is right when nothing more is known.
	Preferred bool
}
