package format

import "github.com/portclash/portclash/scanner/claim"

// noteAt returns a note, see [claim.Claim.Note], at a byte offset: base, which is no endpoint and says something of its
// group. Where it is and what it goes to is nobody's port.
func noteAt(at int, base claim.Claim) claim.Claim {
	base.Role, base.Scope = claim.Connect, claim.Container
	base.Span = claim.Span{Start: at, End: at}
	base.Digits = base.Span
	return base
}
