package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// unreachableInContainer: a container is told to go to a port of localhost that another container of its project
// publishes. Inside, localhost is the container itself. That is a warning for what only the container goes to, and a hint
// for an address that may be meant for a browser; what is made for one is none, nor is the container's own port.
var unreachableInContainer = rule{
	code:     "unreachable-in-container",
	about:    "`localhost` inside a container where another service's published port is meant.",
	severity: Hint,
	judge:    judgeUnreachable,
	fixes: func(w *World, f Finding, _ Free) []Fix {
		p := f.Place
		if len(f.Related) == 0 || p.Claim.Span == p.Claim.Digits {
			return nil // the host is written elsewhere
		}
		to := reachedAt(f.Related[0].Place.Claim)
		return []Fix{{
			Title:     "Go to " + to,
			Edits:     map[string][]Edit{p.Path: {{Edit: claim.Edit{Span: p.Claim.Span, New: to}}}},
			Preferred: f.Severity >= Warning && p.Claim.Inside != "",
		}}
	},
}

func judgeUnreachable(w *World, s subject) *Finding {
	c := s.Claim
	if c.Role != claim.Connect || s.via != nil || !c.Valid() || !c.Reach().Loopback() || c.Host == "" || namesHostFromInside(c) {
		return nil
	}
	for _, user := range w.usersOf(s.Place) {
		others := w.publishers(user, c)
		if len(others) == 0 || w.movedElsewhere(user) {
			continue
		}
		o := others[0]
		f := &Finding{
			Severity: w.goesThere(s.Place, o),
			Message:  fmt.Sprintf("In the container of %s, %s is the container itself: %s is at %s", user.Claim.Group, Spell(c.Endpoint), o.Claim.Group, reachedAt(o.Claim)),
			Related:  []Related{{o, o.Claim.Group + " publishes this port for what is outside of containers"}},
		}
		switch f.Severity {
		case Off:
			return nil
		case Hint:
			f.Message += ", unless a browser is to go there"
		case Warning, Error:
		}
		return f
	}
	return nil
}

// reachedAt returns where the containers of its project reach a port that one of them publishes.
func reachedAt(c claim.Claim) string { return c.Group + ":" + strconv.Itoa(c.Target) }

// usersOf returns the places that tell of the containers which go to a place's endpoint: the place itself where it is in
// one, or those which say that the variables of its file are given to one.
func (w *World) usersOf(p Place) []Place {
	c := p.Claim
	switch {
	case c.Scope == claim.Container && c.Inside != "" && c.Together != "":
		return []Place{p}
	case c.Scope != claim.Host || c.Span == c.Digits || c.Group != "":
		return nil
	}
	var users []Place
	for _, l := range w.index(p.Path).loads[p.Path] {
		if !l.Claim.Unsure && !w.given(l, c.Key) {
			users = append(users, l)
		}
	}
	slices.SortFunc(users, comparePlaces)
	return users
}

// given reports whether a file of the project gives the container of a place a value of its own for a variable.
func (w *World) given(p Place, name string) bool {
	return slices.ContainsFunc(w.project(p), func(o Place) bool {
		return o.Claim.Group == p.Claim.Group && slices.Contains(o.Claim.Given, name)
	})
}

// project returns the claims that are started together with a place's, sorted by path and place. They must not be
// changed.
func (w *World) project(p Place) []Place {
	return w.index(p.Path).together[start{folder(p.Path), p.Claim.Together}]
}

// publishers returns the claims by which other containers of a place's project publish the port of an endpoint, none
// where the port is the container's own as well.
func (w *World) publishers(user Place, c claim.Claim) []Place {
	var others []Place
	project := w.project(user)
	for i := range project { // places are large
		o := &project[i]
		if o.Claim.Role != claim.Bind || o.Claim.Inside == "" || !o.Claim.PortsOverlap(c.Endpoint) {
			continue
		}
		if o.Claim.Inside == user.Claim.Inside {
			return nil
		}
		if published(o.Claim) && o.Claim.EndPort == o.Claim.Port {
			others = append(others, *o)
		}
	}
	for _, o := range w.built(user, project) {
		if o.Claim.Role == claim.Bind && o.Claim.Scope == claim.Container && o.Claim.PortsOverlap(c.Endpoint) {
			return nil
		}
	}
	return others
}

// movedElsewhere reports whether a file that is read over a place's own, or beside it, gives its container the network of
// another one.
func (w *World) movedElsewhere(user Place) bool {
	elsewhere := func(o Place) bool {
		c := o.Claim
		return c.TellsInside && c.Group == user.Claim.Group && c.Inside != user.Claim.Inside
	}
	if slices.ContainsFunc(w.project(user), elsewhere) {
		return true
	}
	for _, upper := range w.index(user.Path).begun.over[user.Path] {
		f, _ := w.File(upper)
		if slices.ContainsFunc(f.Claims, func(c claim.Claim) bool { return elsewhere(Place{upper, c}) }) {
			return true
		}
	}
	return false
}

// goesThere returns how sure it is that the container itself, and not a browser, is to go to the endpoint of a place: a
// Warning where it is, a Hint where it may be, Off where the name says that it is not.
func (w *World) goesThere(p, target Place) Severity {
	f, _ := w.File(p.Path)
	scheme := schemeBefore(f.Text[:p.Claim.Span.Start])
	named := lastWords(p.Claim.Key)
	has := func(list []string) bool {
		return slices.ContainsFunc(named, func(word string) bool { return slices.Contains(list, word) })
	}
	_, sensitive := Sensitive(target.Claim)
	switch browsed := scheme == "" || scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss"; {
	case has(announcing):
		return Off
	case !browsed || has(servedAside):
		return Warning
	case has(browsing):
		return Off
	case sensitive:
		return Warning
	}
	return Hint
}

var (
	// announcing are the words in the names of variables that tell others where something is.
	announcing = strings.Fields("advertise advertised announce announced cors csrf origin origins allowed trusted")
	// browsing are the words for what a browser is told, or is told by.
	browsing = strings.Fields("allowed app asset assets auth authority base browser callback cdn client console cookie dashboard docs domain domains " +
		"expo external front frontend gatsby host hostname hosts image images issuer link links login logout media next nextauth nuxt oauth oauth2 oidc " +
		"openid portal public react redirect redirects root self server share site spa static swagger ui vite vue web webapp website www")
	// servedAside are the words for what no browser goes to.
	servedAside = strings.Fields("amqp broker brokers cache cassandra clickhouse collector consul couchdb database db elastic elasticsearch etcd eureka " +
		"exporter influx influxdb internal jaeger kafka loki memcached mongo mongodb mysql nacos nats opensearch otel otlp postgres postgresql qdrant queue " +
		"rabbitmq redis solr tempo typesense valkey vault zipkin zookeeper")
)

// schemeBefore returns the scheme of a URL whose part before the host ends a text, in lower case, empty where there is
// none.
func schemeBefore(text string) string {
	at := strings.LastIndex(text, "://")
	if at < 0 || strings.ContainsAny(text[at+len("://"):], " \t\r\n,;\"'/") {
		return ""
	}
	if user := text[at+len("://"):]; user != "" && !strings.HasSuffix(user, "@") {
		return ""
	}
	start := at
	for start > 0 && (text[start-1]|0x20 >= 'a' && text[start-1]|0x20 <= 'z' || strings.IndexByte("+-._", text[start-1]) >= 0 || text[start-1] >= '0' && text[start-1] <= '9') {
		start--
	}
	return strings.ToLower(text[start:at])
}
