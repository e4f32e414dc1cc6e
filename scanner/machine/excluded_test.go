package machine

import (
	"slices"
	"testing"
)

func TestParseExcluded(t *testing.T) {
	// In the form of what Windows 10 and 11 print (dotnet/aspnetcore#25562 has such a table), the numbers changed.
	const english = "\r\nProtocol tcp Port Exclusion Ranges\r\n\r\nStart Port    End Port      \r\n----------    --------      \r\n" +
		"      5357        5357      \r\n     50060       50159      \r\n     62893       62992     *\r\n\r\n* - Administered port exclusions.\r\n\r\n"
	const german = "\r\nProtokoll tcp Portausschlussbereiche\r\n\r\nStartport    Endport\r\n----------    --------\r\n" +
		"     49691       49790\r\n\r\n* - Verwaltete Portausschl\x81sse.\r\n"
	for _, tt := range []struct {
		name, out          string
		excluded, reserved [][2]int
	}{
		{"English", english, [][2]int{{5357, 5357}, {50060, 50159}}, [][2]int{{62893, 62992}}},
		{"another language", german, [][2]int{{49691, 49790}}, nil},
		{"none", "\r\nProtocol tcp Port Exclusion Ranges\r\n\r\nStart Port    End Port\r\n----------    --------\r\n\r\n", nil, nil},
		{"no ranges at all", "1 2 3\n9 8\n-1 5\n70000 70001\nx y\n", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			excluded, reserved := parseExcluded(tt.out)
			if !slices.Equal(excluded, tt.excluded) || !slices.Equal(reserved, tt.reserved) {
				t.Errorf("got %v and %v, want %v and %v", excluded, reserved, tt.excluded, tt.reserved)
			}
			for _, r := range excluded {
				if f := (Facts{Excluded: excluded}); !f.IsExcluded(r[0]) || !f.IsExcluded(r[1]) || f.IsExcluded(80) {
					t.Errorf("%v is not excluded", r)
				}
			}
		})
	}
}

func FuzzParseExcluded(f *testing.F) {
	f.Add("      5357        5357      *\r\n")
	f.Fuzz(func(t *testing.T, out string) {
		excluded, reserved := parseExcluded(out)
		for _, r := range append(excluded, reserved...) {
			if r[0] < 0 || r[0] > r[1] || r[1] > 65535 {
				t.Errorf("%q has %v", out, r)
			}
		}
	})
}
