package claim_test

import (
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

// TestOverlaps holds the table of which binds fail beside which: a wrong cell is a false alarm or a missed clash.
// Package machine binds each pair for real.
func TestOverlaps(t *testing.T) {
	hosts := []string{"127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::", "10.9.9.9"}
	table := map[string]string{ // x: the two cannot both listen
		"127.0.0.1": "x.x.x.",
		"127.0.0.2": ".xx.x.",
		"0.0.0.0":   "xxx.xx",
		"::1":       "...xx.",
		"::":        "xxxxxx",
		"10.9.9.9":  "..x.xx",
	}
	for _, a := range hosts {
		for i, b := range hosts {
			want := table[a][i] == 'x'
			if got := claim.ReachOf(a).Overlaps(claim.ReachOf(b)); got != want {
				t.Errorf("%s and %s overlap: %t, want %t", a, b, got, want)
			}
		}
	}
}

// TestReachOf: one address has many spellings, and another machine's name is none of ours.
func TestReachOf(t *testing.T) {
	for _, c := range []struct {
		host, same        string
		exposed, loopback bool
	}{
		{"*", "::", true, false},
		{"+", "::", true, false},
		{"[::]", "::", true, false},
		{"0:0:0:0:0:0:0:0", "::", true, false},
		{"0.0.0.0", "0.0.0.0", true, false},
		{"LOCALHOST", "localhost", false, true},
		{"app.localhost", "localhost", false, true},
		{"[::1]", "::1", false, true},
		{"::ffff:127.0.0.1", "127.0.0.1", false, true},
		{"127.8.8.8", "127.8.8.8", false, true},
		{"ip6-localhost", "localhost", false, true},
		{"localhost.localdomain", "localhost", false, true},
		{"fe80::1%eth0", "fe80::1", false, false},
		{"192.168.1.7", "192.168.1.7", false, false},
	} {
		r := claim.ReachOf(c.host)
		if r != claim.ReachOf(c.same) || r.Empty() || r.Exposed() != c.exposed || r.Loopback() != c.loopback {
			t.Errorf("%s: %+v, exposed %t, loopback %t", c.host, r, r.Exposed(), r.Loopback())
		}
	}
	for _, host := range []string{"db", "example.com", "localhost.example.com", "1.2.3", "notlocalhost"} {
		if r := claim.ReachOf(host); !r.Empty() || r.Loopback() || r.Exposed() || r.Overlaps(claim.ReachOf("*")) {
			t.Errorf("%s is on this machine: %+v", host, r)
		}
	}
}

// TestReach: where no host is written the program's default counts, and where that is unknown the loopback
// addresses, which whatever the program takes, it takes or shadows.
func TestReach(t *testing.T) {
	host := func(h string) claim.Endpoint { return claim.Endpoint{Host: h, Port: 80, EndPort: 80} }
	for _, c := range []struct {
		claim claim.Claim
		want  claim.Reach
	}{
		{claim.Claim{}, claim.ReachOf("localhost")},
		{claim.Claim{Default: "*"}, claim.ReachOf("::")},
		{claim.Claim{Endpoint: host("127.0.0.1"), Default: "*"}, claim.ReachOf("127.0.0.1")},
		{claim.Claim{Endpoint: host("::"), V6Only: true}, claim.Reach{V6: claim.ReachOf("::").V6}},
		{claim.Claim{Endpoint: host("db")}, claim.Reach{}},
	} {
		got := c.claim.Reach()
		if got != c.want {
			t.Errorf("%+v reaches %+v, want %+v", c.claim.Endpoint, got, c.want)
		}
		if exposed := got.V4.IsUnspecified() || c.claim.V6Only; got.Exposed() != exposed {
			t.Errorf("%+v is exposed: %t", c.claim.Endpoint, got.Exposed())
		}
	}
}

func TestEndpoint(t *testing.T) {
	for _, c := range []struct {
		e     claim.Endpoint
		text  string
		valid bool
	}{
		{claim.Endpoint{Host: "127.0.0.1", Port: 80, EndPort: 80}, "127.0.0.1:80", true},
		{claim.Endpoint{Host: "::1", Port: 80, EndPort: 80}, "[::1]:80", true},
		{claim.Endpoint{Port: 8000, EndPort: 8010}, ":8000-8010", true},
		{claim.Endpoint{Host: "*", Port: 53, EndPort: 53, Protocol: claim.UDP}, "*:53/udp", true},
		{claim.Endpoint{Port: 1, EndPort: 1}, ":1", true},
		{claim.Endpoint{Port: 65535, EndPort: 65535}, ":65535", true},
		{claim.Endpoint{Port: 65536, EndPort: 65536}, ":65536", false},
		{claim.Endpoint{Port: 9, EndPort: 8}, ":9-8", false},
		{claim.Endpoint{}, ":0", false},
	} {
		if got := c.e.String(); got != c.text || c.e.Valid() != c.valid {
			t.Errorf("%+v: %s, valid %t", c.e, got, c.e.Valid())
		}
	}
}

// TestPortsOverlap: ranges share a port at their ends, and TCP none with UDP.
func TestPortsOverlap(t *testing.T) {
	ports := func(first, last int, p claim.Protocol) claim.Endpoint {
		return claim.Endpoint{Port: first, EndPort: last, Protocol: p}
	}
	for _, c := range []struct {
		a, b claim.Endpoint
		want bool
	}{
		{ports(80, 80, claim.TCP), ports(80, 80, claim.TCP), true},
		{ports(80, 80, claim.TCP), ports(80, 80, claim.UDP), false},
		{ports(80, 90, claim.TCP), ports(90, 95, claim.TCP), true},
		{ports(80, 90, claim.TCP), ports(91, 95, claim.TCP), false},
		{ports(80, 90, claim.TCP), ports(84, 84, claim.TCP), true},
	} {
		if c.a.PortsOverlap(c.b) != c.want || c.b.PortsOverlap(c.a) != c.want {
			t.Errorf("%s and %s overlap: %t", c.a, c.b, !c.want)
		}
	}
}
