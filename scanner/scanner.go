// Package scanner tells which endpoints a file claims. It is pure: it opens no file and asks no machine.
package scanner

import (
	"cmp"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/format"
)

// MaxText is the size in bytes above which a text is no configuration file: Scan returns nothing for it.
const MaxText = 8 << 20

// SettingsName is the name of the files that hold Portclash's own settings. They claim nothing, and package settings
// reads them.
const SettingsName = format.SettingsName

// Knows reports whether a file of that name may hold claims; name is slash-separated and only its end matters.
func Knows(name string) bool { return format.Knows(name) }

// Named reports whether a format goes by that very name (.env, compose.yaml) and not just by its ending.
func Named(name string) bool { return format.Named(name) }

// NameOf returns a name that a text in an editor's language may be scanned under where it has none of its own, and
// "" where no format reads the language.
func NameOf(language string) string { return format.NameOf(language) }

// Format returns the name of the format that a file is read as and by what that is known, in words; both are empty
// where no format reads it.
func Format(name, text string) (reader, how string) {
	f := format.File{Name: name, Text: text}
	return format.Of(f), format.How(f)
}

// Scan returns the claims of a file, sorted by their digits' place, each place at most once. It never fails: a
// file is most often broken while someone is typing in it. Open claims are among them; see [claim.Claim.Open].
func Scan(name, text string) []claim.Claim {
	if len(text) > MaxText {
		return nil
	}
	claims := format.Scan(format.File{Name: name, Text: text})
	claims = slices.DeleteFunc(claims, func(c claim.Claim) bool {
		return c.Span.Start < 0 || c.Span.Start > c.Digits.Start || c.Digits.Start > c.Digits.End ||
			c.Digits.End > c.Span.End || c.Span.End > len(text)
	})
	slices.SortStableFunc(claims, func(a, b claim.Claim) int {
		return cmp.Or(cmp.Compare(a.Digits.Start, b.Digits.Start), cmp.Compare(a.Digits.End, b.Digits.End))
	})
	return slices.CompactFunc(claims, func(a, b claim.Claim) bool { return a.Digits == b.Digits })
}
