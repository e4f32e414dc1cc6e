package format

import (
	"cmp"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// An allowance is how many bytes of values variables may still put in the places of their names in one file, so
// that a file of many references to long values is read in linear time.
type allowance int

const fileAllowance allowance = 1 << 20

// take uses the allowance up for a value and reports whether there is one left.
func (a *allowance) take(value syntax.Text) bool {
	*a -= allowance(len(value.Value) + 1)
	return *a > 0
}

// definedOnce prepares claims whose numbers may come from a variable that the same file defines, having been put in
// its place by [syntax.Text.Expand]: such a claim is about the number where it is defined, for that is where a
// person changes it. Of several claims of one number the first stands, so binds come before connects, and uses,
// which claims has first, before definitions. An open claim of what is no variable's name goes.
func definedOnce(claims []claim.Claim) []claim.Claim {
	claims = slices.DeleteFunc(claims, func(c claim.Claim) bool {
		return c.Open() && strings.ContainsAny(c.Variable, " $(){}'\",|\x00")
	})
	for i, c := range claims {
		if c.Span.Start > c.Digits.Start || c.Span.End < c.Digits.End {
			claims[i].Span, claims[i].Narrow = c.Digits, nil
		}
	}
	slices.SortStableFunc(claims, func(a, b claim.Claim) int { return cmp.Compare(a.Role, b.Role) })
	return claims
}
