package machine

import (
	"errors"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestFreeAt(t *testing.T) {
	port, _ := listen(t, "tcp4", "127.0.0.1")
	for host, want := range map[string]bool{"127.0.0.1": false, "localhost": false, "0.0.0.0": false, "*": false, "::1": true} {
		if free, err := FreeAt(claim.ReachOf(host), port, claim.TCP); free != want || err != nil {
			t.Errorf("%s is free: %v, %v, want %v", host, free, err, want)
		}
	}
	for _, host := range []string{"203.0.113.7", "db.example.com"} { // RFC 5737: nobody has it
		if free, err := FreeAt(claim.ReachOf(host), port, claim.TCP); free || !errors.Is(err, errNoAddress) {
			t.Errorf("%s is free: %v, %v, want that it is not here", host, free, err)
		}
	}
	if free, err := FreeAt(claim.Reach{V4: claim.ReachOf("203.0.113.7").V4, V6: claim.ReachOf("::1").V6}, port, claim.TCP); !free || err != nil {
		t.Errorf("free at one of two addresses: %v, %v", free, err)
	}
}
