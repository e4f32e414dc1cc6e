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
