package main

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// A target is the endpoint that a person asks about.
type target struct {
	host string // empty for every address
	port int
	// protocol is what the person has named, nil for both.
	protocol *claim.Protocol
}

// parseTarget reads 8080, :8080, 53/udp, localhost:8080, [::1]:8080, and URLs.
func parseTarget(s string) (target, error) {
	var t target
	rest := s
	if u, err := url.Parse(s); err == nil && u.Host != "" {
		rest = u.Host
		if u.Port() == "" {
			rest = net.JoinHostPort(u.Hostname(), schemePorts[u.Scheme])
		}
	} else if before, after, ok := strings.Cut(s, "/"); ok {
		rest = before
		switch after {
		case "tcp":
			t.protocol = new(claim.TCP)
		case "udp":
			t.protocol = new(claim.UDP)
		}
	}
	port := rest
	if strings.Contains(rest, ":") {
		var err error
		if t.host, port, err = net.SplitHostPort(rest); err != nil {
			return target{}, fmt.Errorf("%s is no port, HOST:PORT or URL", s)
		}
	}
	n, err := strconv.Atoi(port)
	if err != nil || n < 1 || n > 65535 {
		return target{}, fmt.Errorf("%s is no port, HOST:PORT or URL: a port is from 1 to 65535", s)
	}
	t.port = n
	return t, nil
}

// schemePorts are the ports of URLs that name none.
var schemePorts = map[string]string{
	"http": "80", "ws": "80", "https": "443", "wss": "443", "ftp": "21", "ssh": "22", "ldap": "389",
	"postgres": "5432", "postgresql": "5432", "mysql": "3306", "redis": "6379", "mongodb": "27017", "amqp": "5672",
}

// reach returns the local addresses that the target is about; it is empty for another machine.
func (t target) reach() claim.Reach { return claim.ReachOf(t.host) }

// protocols are those that the target is about.
func (t target) protocols() []claim.Protocol {
	if t.protocol != nil {
		return []claim.Protocol{*t.protocol}
	}
	return []claim.Protocol{claim.TCP, claim.UDP}
}

func (t target) endpoint(p claim.Protocol) claim.Endpoint {
	return claim.Endpoint{Host: t.host, Port: t.port, EndPort: t.port, Protocol: p}
}
