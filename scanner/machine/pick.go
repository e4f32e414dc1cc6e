package machine

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
)

// lowest is the first port that is not a system port: those need rights in many places, and have a meaning.
const lowest = 1024

// Pick returns a port that a server may have instead of near: near itself when that is good, otherwise the next
// good one above it, otherwise the next below. Good is a port from 1024 on that is Free, that taken does not know,
// that nobody has reserved, that browsers do not refuse, and that no well known data store, broker or debugger
// expects to be its own; and that no outgoing connection takes, neither here nor, as files are shared, on other
// systems. Only a machine that leaves no such port is given one of its ephemeral range. The same machine gives the
// same answer.
//
// A near that cannot be good is replaced by one that resembles it: 80 by 8080, 62893 by 12893. The error is that
// there is no good port, or that the machine does not let us try any.
func Pick(near int, p claim.Protocol, taken func(port int) bool) (int, error) {
	return pick(near, readFacts(), taken, func(port int) (bool, error) { return Free(port, p) })
}

func pick(near int, facts Facts, taken func(int) bool, free func(int) (bool, error)) (int, error) {
	ephemeral := func(port int) bool { return facts.IsEphemeral(port) || within(port, dynamic) }
	for _, lasting := range []bool{true, false} {
		for port := range around(resembling(near, facts)) {
			if ephemeral(port) == lasting || facts.IsReserved(port) || facts.IsExcluded(port) || registry.Unsafe(port) || expected(port) || taken(port) {
				continue
			}
			switch ok, err := free(port); {
			case ok:
				return port, nil
			case err != nil && !errors.Is(err, fs.ErrPermission):
				return 0, fmt.Errorf("pick a port near %d: %w", near, err)
			}
		}
	}
	return 0, fmt.Errorf("pick a port near %d: none from %d on is free", near, lowest)
}

// expected reports whether a program that people know by its port would look for it there.
func expected(port int) bool {
	d, ok := registry.Sensitive(port)
	return ok && d.Kind != registry.Admin
}

// around yields every port from lowest on: from start upwards, then from below start downwards.
func around(start int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for port := start; port <= 65535; port++ {
			if !yield(port) {
				return
			}
		}
		for port := start - 1; port >= lowest; port-- {
			if !yield(port) {
				return
			}
		}
	}
}

// resembling returns near, or when that can never be good the number in the place of which it stands: its last
// digits with 8 or 1 and zeros before them, or, where the ephemeral range begins even lower, one below that.
func resembling(near int, facts Facts) int {
	first := min(facts.Ephemeral[0], dynamic[0])
	switch {
	case near < 0:
		return lowest
	case near < lowest:
		return 8000 + near%1000
	case near < dynamic[0] && !facts.IsEphemeral(near):
		return near
	case 10000+near%10000 < first:
		return 10000 + near%10000
	case first > lowest:
		return lowest + near%(first-lowest)
	}
	return lowest
}
