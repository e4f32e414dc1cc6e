package claim

import (
	"net/netip"
	"strconv"
	"strings"
)

// A Protocol is the transport whose port space an endpoint is in; TCP and UDP never clash.
type Protocol uint8

const (
	// TCP is the Transmission Control Protocol.
	TCP Protocol = iota
	// UDP is the User Datagram Protocol.
	UDP
)

// String returns "tcp" or "udp".
func (p Protocol) String() string {
	if p == UDP {
		return "udp"
	}
	return "tcp"
}

// An Endpoint is a host, a port or a range of ports, and a protocol.
type Endpoint struct {
	// Host is the host as written, without brackets: an address, a name, "*"; empty where none is written.
	Host string
	// Port is the number as written, the first of a range. A wrong one (70000, -1) stays as it is.
	Port int
	// EndPort is the last port of a range, and Port where there is none.
	EndPort  int
	Protocol Protocol
}

// String returns the endpoint as a person writes it: 127.0.0.1:80, [::1]:80, :8000-8010, :53/udp.
func (e Endpoint) String() string {
	port := strconv.Itoa(e.Port)
	if e.EndPort != e.Port {
		port += "-" + strconv.Itoa(e.EndPort)
	}
	if e.Protocol == UDP {
		port += "/udp"
	}
	if strings.Contains(e.Host, ":") {
		return "[" + e.Host + "]:" + port
	}
	return e.Host + ":" + port
}

// Valid reports whether every port of e is one that a socket can have: 1 to 65535, and a range in order.
func (e Endpoint) Valid() bool {
	return e.Port >= 1 && e.Port <= e.EndPort && e.EndPort <= 65535
}

// A Reach is the set of local addresses a socket takes: in each family none (the zero Addr), one, or all of
// them (the unspecified address).
type Reach struct{ V4, V6 netip.Addr }

var (
	noAddr = netip.Addr{}
	any4   = netip.IPv4Unspecified()
	any6   = netip.IPv6Unspecified()
	loop4  = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	loop6  = netip.IPv6Loopback()
)

// ReachOf returns the addresses that binding to a host takes, with IPv6 wildcards taking IPv4 as well (the
// default of Linux, Node and Go). "*", "+" and "" are every address; localhost is both loopback addresses, as
// which of them a program takes depends on its resolver. A name of another machine has an empty Reach.
func ReachOf(host string) Reach {
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	switch host {
	case "", "*", "+":
		return Reach{any4, any6}
	case "localhost", "host.docker.internal", "ip6-localhost", "localhost.localdomain":
		return Reach{loop4, loop6}
	}
	if strings.HasSuffix(host, ".localhost") {
		return Reach{loop4, loop6}
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return Reach{}
	}
	switch addr = addr.Unmap().WithZone(""); {
	case addr.Is4():
		return Reach{V4: addr}
	case addr.IsUnspecified():
		return Reach{any4, any6}
	}
	return Reach{V6: addr}
}

// Empty reports whether r holds no address.
func (r Reach) Empty() bool { return !r.V4.IsValid() && !r.V6.IsValid() }

// Overlaps reports whether a socket on r and one on o cannot both listen on one port: in some family one takes
// all addresses or both take the same. This is what bind does on Linux, measured for every pair of loopback,
// wildcard and specific addresses (docs: bind(2), ip(7)).
func (r Reach) Overlaps(o Reach) bool {
	return overlap(r.V4, o.V4) || overlap(r.V6, o.V6)
}

func overlap(a, b netip.Addr) bool {
	return a.IsValid() && b.IsValid() && (a == b || a.IsUnspecified() || b.IsUnspecified())
}

// Exposed reports whether r takes every address of a family, so that other machines reach it.
func (r Reach) Exposed() bool {
	return r.V4.IsUnspecified() || r.V6.IsUnspecified()
}

// Loopback reports whether only this machine reaches r.
func (r Reach) Loopback() bool {
	return !r.Empty() && (!r.V4.IsValid() || r.V4.IsLoopback()) && (!r.V6.IsValid() || r.V6.IsLoopback())
}

// PortsOverlap reports whether the two share a port of one protocol.
func (e Endpoint) PortsOverlap(o Endpoint) bool {
	return e.Protocol == o.Protocol && e.Port <= o.EndPort && o.Port <= e.EndPort
}
