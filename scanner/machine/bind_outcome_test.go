package machine

import (
	"net/netip"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestOutcome(t *testing.T) {
	at := func(addr string) claim.Reach { return Listener{Addr: netip.MustParseAddr(addr)}.Reach() }
	only6 := Listener{Addr: netip.IPv6Unspecified(), V6Only: true}.Reach()
	for _, tt := range []struct {
		name                   string
		holder, wanted         claim.Reach
		linux, darwin, windows Outcome
	}{
		{"the same address", at("127.0.0.1"), at("127.0.0.1"), Refused, Refused, Refused},
		{"another address", at("127.0.0.1"), at("127.0.0.2"), Beside, Beside, Beside},
		{"the other family", at("127.0.0.1"), at("::1"), Beside, Beside, Beside},
		{"one beside all", at("0.0.0.0"), at("127.0.0.1"), Refused, Shadows, Unsure},
		{"all beside one", at("127.0.0.1"), at("0.0.0.0"), Refused, Shadows, Unsure},
		{"one beside both families", at("::"), at("127.0.0.1"), Refused, Shadows, Unsure},
		{"both families twice", at("::"), at("::"), Refused, Refused, Refused},
		{"IPv4 beside both families", at("::"), at("0.0.0.0"), Refused, Unsure, Unsure},
		{"IPv4 beside IPv6 alone", only6, at("0.0.0.0"), Beside, Beside, Beside},
	} {
		for os, want := range map[string]Outcome{"linux": tt.linux, "darwin": tt.darwin, "windows": tt.windows} {
			if got := (Facts{OS: os}).Outcome(tt.holder, tt.wanted); got != want {
				t.Errorf("%s on %s: %d, want %d", tt.name, os, got, want)
			}
		}
	}
	if got := (Facts{OS: "plan9"}).Outcome(at("0.0.0.0"), at("127.0.0.1")); got != Unsure {
		t.Errorf("on a system that nobody knows: %d", got)
	}
}
