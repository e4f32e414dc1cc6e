package check_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// look gives the story a machine.
func (s *story) look() {
	if s.picture == nil {
		s.picture = &machine.Picture{Facts: machine.Facts{Home: "/home/me", Unprivileged: 1024}}
	}
}

// readFact reads a line of what is so on the machine: "os darwin", "home /home/you", "localhost 127.0.0.1", "excluded 50000-50059", "reserved 40080-40089",
// "ephemeral 32768-60999", "unprivileged 80", "low" for the right to bind below that; a line "misses" is that the look may have missed somebody.
func readFact(t *testing.T, f *machine.Facts, line string) {
	t.Helper()
	name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch name {
	case "os":
		f.OS = value
	case "localhost":
		f.Localhost = claim.ReachOf(value)
	case "home":
		f.Home = value
	case "excluded":
		f.Excluded = append(f.Excluded, readRange(t, value))
	case "reserved":
		f.Reserved = append(f.Reserved, readRange(t, value))
	case "ephemeral":
		f.Ephemeral = readRange(t, value)
	case "unprivileged":
		port, err := strconv.Atoi(value)
		if err != nil {
			t.Fatalf("fact %q: %v", line, err)
		}
		f.Unprivileged = port
	case "low":
		f.MayBindLow = true
	default:
		t.Fatalf("no such fact: %q", line)
	}
}

func readRange(t *testing.T, text string) (r [2]int) {
	t.Helper()
	if _, err := fmt.Sscanf(text, "%d-%d", &r[0], &r[1]); err != nil {
		t.Fatalf("range %q: %v", text, err)
	}
	return r
}

// readConnection reads "LOCAL PEER [NAME PID FOLDER]", with "closing PEER" for what is left of one, and "-" for the peer of
// what has none.
func readConnection(t *testing.T, line string) machine.Blocker {
	t.Helper()
	words := strings.Fields(line)
	b := machine.Blocker{Local: netip.MustParseAddrPort(words[0])}
	if words[1] == "closing" {
		b.Closing = true
		words = words[1:]
	}
	if words[1] == "-" {
		return b
	}
	b.Peer = netip.MustParseAddrPort(words[1])
	if len(words) > 2 {
		pid, err := strconv.Atoi(words[3])
		if err != nil {
			t.Fatalf("connection %q: %v", line, err)
		}
		b.Owner = &machine.Owner{Name: words[2], PID: pid, Dir: words[4]}
	}
	return b
}
