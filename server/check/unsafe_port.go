package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
)

// unsafePort: something is to be reached by HTTP on a port that browsers refuse (https://fetch.spec.whatwg.org/#port-blocking),
// so that it runs and every browser says ERR_UNSAFE_PORT. It is only for what surely speaks HTTP.
var unsafePort = rule{
	code:     "unsafe-port",
	about:    "A port for HTTP that browsers refuse to connect to.",
	severity: Warning,
	judge:    judgeUnsafe,
	fixes: func(w *World, f Finding, free Free) []Fix {
		return w.moves(f.Place, free)
	},
}

func judgeUnsafe(w *World, s subject) *Finding {
	c := s.Claim
	if c.Unsure || c.Scope != claim.Host || !c.Valid() || c.Protocol != claim.TCP || c.EndPort != c.Port ||
		!registry.Unsafe(c.Port) {
		return nil
	}
	switch {
	case c.Role == claim.Bind && (w.web(s) || w.gonetoByHTTP(c)):
	case c.Role == claim.Connect && w.byHTTP(s) && (c.Tested || w.serves(c)):
	default:
		return nil
	}
	return &Finding{
		Message: fmt.Sprintf("Browsers, and Node's fetch, refuse to go to port %d", c.Port),
		Related: s.usedBy(),
	}
}

// web reports whether a bind's own line tells that it speaks HTTP: by its URL, by its program, or, published from a
// container, by the port that it leads to.
func (w *World) web(s subject) bool {
	c := s.written().Claim
	return w.byHTTP(s) || c.Target == 0 && registry.ServesHTTP(c.About) || c.Target == 80 || c.Target == 443
}

// gonetoByHTTP reports whether this workspace goes by HTTP to where a bind listens.
func (w *World) gonetoByHTTP(c claim.Claim) bool {
	return slices.ContainsFunc(w.on(c.Endpoint), func(s subject) bool {
		return s.Claim.Role == claim.Connect && !s.Claim.Unsure && w.byHTTP(s) && w.reach(s.Claim).Overlaps(w.reach(c))
	})
}

// byHTTP reports whether a claim is written as a URL of HTTP or of WebSocket.
func (w *World) byHTTP(s subject) bool {
	at := s.written()
	f, _ := w.File(at.Path)
	before := f.Text[:at.Claim.Span.Start]
	return slices.ContainsFunc([]string{"http://", "https://", "ws://", "wss://"}, func(scheme string) bool {
		return len(before) >= len(scheme) && strings.EqualFold(before[len(before)-len(scheme):], scheme)
	})
}
