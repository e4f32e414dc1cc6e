package check

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// browsed reports whether a claim inside a container is handed to a browser or another client outside, and so means the port
// that this machine publishes.
func browsed(c claim.Claim) bool {
	return c.Scope == claim.Container && c.Role == claim.Connect && c.Host != "" && c.Reach().Loopback() && readByBrowser(c.Key)
}

// mayBeOutside reports whether a claim inside a container goes to its localhost, which may be this machine's after all, see
// [World.outside]. A check of its health is run inside.
func mayBeOutside(c claim.Claim) bool {
	return c.Scope == claim.Container && c.Role == claim.Connect && c.Host != "" && c.Inside != "" && c.Reach().Loopback() && !probes(c)
}

// probes reports whether a claim is where the health of something is asked for: by a container's health check, or by the
// name of the setting.
func probes(c claim.Claim) bool {
	return c.Probes || strings.Contains(strings.ToLower(lastName(c.Key)), "health")
}

// outside reports whether a container's setting is about this machine, whatever it is called: it names the port by which the
// container is published here, and nothing in the container listens on that one.
func (w *World) outside(p Place) bool {
	if !mayBeOutside(p.Claim) {
		return false
	}
	project := w.project(p)
	named := false
	for _, o := range append(w.built(p, project), project...) {
		c := o.Claim
		switch {
		case c.Role != claim.Bind || c.Open():
		case c.Scope == claim.Container && c.PortsOverlap(p.Claim.Endpoint) && (c.Inside == p.Claim.Inside || c.Inside == ""):
			return false
		case published(c) && c.Inside == p.Claim.Inside:
			if c.Target == p.Claim.Port {
				return false
			}
			named = named || c.Port == p.Claim.Port && c.EndPort == c.Port
		}
	}
	return named
}

// readByBrowser reports whether a setting's value is handed to a browser, so that its localhost is the machine of the
// person and never the container or the server that has the setting: what a bundler makes public (NEXT_PUBLIC_API,
// VITE_API), origins and CORS lists, callbacks, and the address under which a site is known or a broker tells its clients to
// come back (KAFKA_ADVERTISED_LISTENERS).
// It is about what surely is, so that it may be changed; what only may be is told by [World.goesThere].
func readByBrowser(key string) bool {
	name := lastName(key)
	for _, prefix := range bundled {
		if strings.HasPrefix(strings.ToUpper(name), prefix) {
			return true
		}
	}
	words := nameWords(name) // in capitals corsOrigin would be one word
	for i, word := range words {
		if slices.Contains(browserWords, word) {
			return true
		}
		if i > 0 && (word == "URL" || word == "URI") && slices.Contains(siteWords, words[i-1]) {
			return true
		}
	}
	return false
}

// bundled are the prefixes by which bundlers and frameworks tell what goes to the browser.
var bundled = []string{
	"NEXT_PUBLIC_", "NUXT_PUBLIC_", "VITE_", "REACT_APP_", "VUE_APP_", "PUBLIC_", "EXPO_PUBLIC_", "GATSBY_", "NEXTAUTH_URL",
}

// browserWords are words of a name that only what a browser or client outside sees has; siteWords have it before URL.
var (
	browserWords = []string{"ORIGIN", "ORIGINS", "CORS", "CSRF", "CALLBACK", "REDIRECT", "ADVERTISED"}
	siteWords    = []string{"SITE", "ROOT", "PUBLIC", "EXTERNAL", "FRONTEND", "CLIENT", "WEBSITE", "BROWSER"}
)
