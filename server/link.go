package server

import (
	"context"
	"net"
	"net/url"
	"strconv"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
	"github.com/portclash/portclash/server/check"
)

// documentLink returns the addresses of this machine that a browser opens: those that are written as http or https.
// Editors know most of them by themselves, but not where a variable leads, nor that no browser goes to 0.0.0.0.
func (s *server) documentLink(ctx context.Context, p *protocol.DocumentLinkParams) ([]protocol.DocumentLink, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	var links []protocol.DocumentLink
	for _, c := range snap.claims(d) {
		port, ok := browserPort(snap.world(), check.Place{Path: d.path, Claim: c})
		if !ok {
			continue
		}
		if target, span, ok := linkOf(d.text.s, c, port); ok {
			links = append(links, protocol.DocumentLink{
				Range: d.text.span(s.can.encoding, span), Target: new(uri.URI(target)), Tooltip: new("Open " + masked(target)),
			})
		}
	}
	return links, nil
}

// browserPort returns the port of this machine that a place leads to, its variable followed, and false where that
// is not known or where browsers refuse to go.
func browserPort(w *check.World, p check.Place) (int, bool) {
	c := p.Claim
	if c.Scope != claim.Host || c.Protocol != claim.TCP || c.Port != c.EndPort {
		return 0, false
	}
	port, known := c.Port, !c.Open()
	if sources := w.Sources(p); len(sources) > 0 {
		port, known = sources[0].Claim.Port, len(sources) == 1
	}
	return port, known && 1 <= port && port <= 65535 && !registry.Unsafe(port)
}

// linkOf returns the address around a claim with the number that it has, and the span of that address, and false
// where it is not written as http or https. An address whose path has a variable in it leads to its top.
func linkOf(text string, c claim.Claim, port int) (string, claim.Span, bool) {
	before := text[:c.Span.Start]
	head := before[strings.LastIndexAny(before, " \t\r\n\"'`<>()[]{}|,;=")+1:]
	scheme, user, found := strings.Cut(head, "://")
	if found && scheme != "http" && scheme != "https" || !found || user != "" && !strings.HasSuffix(user, "@") || strings.Contains(user, "/") {
		return "", claim.Span{}, false
	}
	path := text[c.Span.End:]
	if end := strings.IndexAny(path, " \t\r\n\"'`<>()[]{}|,;$%\\^"); end >= 0 {
		if strings.ContainsRune("${%\\", rune(path[end])) {
			end = 0
		}
		path = path[:end]
	}
	path = strings.TrimRight(path, ".:*!")
	if path != "" && path[0] != '/' && path[0] != '?' && path[0] != '#' {
		return "", claim.Span{}, false
	}
	address := scheme + "://" + user + net.JoinHostPort(browserHost(c), strconv.Itoa(port)) + path
	if _, err := url.Parse(address); err != nil || browserHost(c) == "" {
		return "", claim.Span{}, false
	}
	return address, claim.Span{Start: c.Span.Start - len(head), End: c.Span.End + len(path)}, true
}

// browserHost returns the host by which a browser on this machine reaches a claim's, and "" where that is none.
func browserHost(c claim.Claim) string {
	switch reach := c.Reach(); {
	case c.Host == "" || reach.Empty():
		return ""
	case reach.Exposed(), c.Host == "host.docker.internal":
		return "localhost"
	}
	return c.Host
}
