// Package registry tells what a port number stands for: its class, the service registered for it, whether browsers
// refuse it, and whether a program that trusts whoever reaches it usually listens there.
package registry

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A Class is one of the three ranges that IANA divides the port numbers into (RFC 6335, section 6).
type Class uint8

const (
	// System ports, 0 to 1023, are for services that IETF process has agreed on.
	System Class = iota
	// User ports, 1024 to 49151, are registered with IANA on request.
	User
	// Dynamic ports, 49152 to 65535, are never registered: anybody may use them for a while.
	Dynamic
)

// String returns the class as RFC 6335 names it: "system", "user" or "dynamic".
func (c Class) String() string { return [...]string{"system", "user", "dynamic"}[c] }

// ClassOf returns the class of a port from 0 to 65535.
func ClassOf(port int) Class {
	switch {
	case port < 1024:
		return System
	case port < 49152:
		return User
	}
	return Dynamic
}

//go:embed services.txt
var file string

// services are the rows of the file, without what it says of itself.
var _, services, _ = strings.Cut(file, "\n\n")

// Service returns the name of the service that IANA has registered for a port, and "" where there is none. That
// nobody has to obey: most programs on port 3000 are not "remoteware-cl".
func Service(port int, p claim.Protocol) string {
	// The rows are searched where they lie, so that a server which is never asked pays neither time nor memory.
	for lo, hi := 0, len(services); lo < hi; {
		start := lo
		if at := strings.LastIndexByte(services[lo:(lo+hi)/2], '\n'); at >= 0 {
			start = lo + at + 1
		}
		length := strings.IndexByte(services[start:], '\n')
		digits, names, _ := strings.Cut(services[start:start+length], " ")
		switch n, _ := strconv.Atoi(digits); {
		case port < n:
			hi = start
		case port > n:
			lo = start + length + 1
		default:
			return nameFor(p, names)
		}
	}
	return ""
}

func nameFor(p claim.Protocol, names string) string {
	tcp, udp, differ := strings.Cut(names, " ")
	name := tcp
	if differ && p == claim.UDP {
		name = udp
	}
	if name == "-" {
		return ""
	}
	return name
}
