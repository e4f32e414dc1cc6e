package machine

import (
	"slices"
	"testing"
)

func TestParseReserved(t *testing.T) {
	for list, want := range map[string][][2]int{
		"":                       nil,
		"8080":                   {{8080, 8080}},
		"1,2,4,10-10":            {{1, 1}, {2, 2}, {4, 4}, {10, 10}},
		"9000-9010, 30000-32767": {{9000, 9010}, {30000, 32767}},
		"x,-,9-8,70000,1-":       nil,
	} {
		if got := parseReserved(list); !slices.Equal(got, want) {
			t.Errorf("%q is %v, want %v", list, got, want)
		}
	}
}

func FuzzParseReserved(f *testing.F) {
	f.Add("1,2-3,x")
	f.Fuzz(func(t *testing.T, list string) {
		for _, r := range parseReserved(list) {
			if r[0] < 0 || r[0] > r[1] || r[1] > 65535 {
				t.Errorf("%q has %v", list, r)
			}
		}
	})
}

func TestMayBindLow(t *testing.T) {
	for status, want := range map[string]bool{
		"Name:\tcat\nCapPrm:\t0000000000000400\nCapEff:\t0000000000000400\nCapBnd:\t0\n": true,
		"Name:\tcat\nCapPrm:\t0000000000000400\nCapEff:\t0000000000000000\n":             false,
		"Name:\tcat\nCapEff:\t000001ffffffffff\n":                                        true,
		"Name:\tcat\n": false,
		"":             false,
	} {
		if got := mayBindLow(status); got != want {
			t.Errorf("%q may bind: %v, want %v", status, got, want)
		}
	}
}
