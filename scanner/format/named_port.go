package format

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// namedPorts returns the claims of the settings that are ports by their names, as far as their paths and the hosts
// beside them tell what they are for: server.port, beside server.host, is where the program listens, and redis.port
// where it goes. It is for programs whose settings nobody here knows.
func namedPorts(settings []setting, base claim.Claim) []claim.Claim {
	beside := map[string]map[string]string{} // the values in a mapping by their names, as hostBeside wants them
	for _, s := range settings {
		at, name := mappingOf(s.key)
		if beside[at] == nil {
			beside[at] = map[string]string{}
		}
		beside[at][strings.ToUpper(canonical(name))] = unquoted(s.value.Trim()).Value
	}
	var claims []claim.Claim
	for _, s := range settings {
		at, name := mappingOf(s.key)
		value := s.value.Trim()
		if nameOf(name).mapsPorts() && mapping.MatchString(value.Value) && (portWords[nameOf(name).last()] || !clock.MatchString(value.Value)) {
			c := base
			c.Key, c.Unsure = s.key, true
			claims = append(claims, mappingClaims(value, c)...)
			continue
		}
		e, ok := wholePort(value)
		if !ok || !e.Valid() || !nameOf(name).namesPort(value.Value) {
			continue
		}
		sections := nameOf(withoutIndexes(at))
		path := append(slices.DeleteFunc(slices.Clone(sections), func(w string) bool { return hostWords[w] }), nameOf(name)...)
		host, listens, as := hostFor(name, beside[at])
		if sections.has(proseNames) {
			continue
		}
		if host != "" && !listens && nameOf(name).has(serverWords) && bindsElsewhere(beside[at]) {
			as = append(as, "remote") // the server that a program goes to which has a port of its own
		}
		c := base
		c.Key, c.Port, c.EndPort = s.key, e.Port, e.EndPort
		c.AnyOf = e.Port != e.EndPort
		switch _, published := beside[at]["CONTAINERPORT"]; {
		case insidePorts[canonical(name)]:
			c.Scope, c.Unsure = claim.Container, true
		case published && canonical(name) == "hostport":
			c.Unsure = true
		case path.has(notOurs) && !(path.has(places) && local(host)):
			continue
		case path.has(containerWords):
			c.Scope, c.Unsure = claim.Container, true
		default:
			c.Host, c.Role, c.Scope = slices.Concat(as, storeOf(beside[at]), path).portOf(host, listens, base.Scope)
			c.Unsure = c.Host == ""
		}
		if path.has(udpWords) {
			c.Protocol = claim.UDP
		}
		place(&c, value, 0, len(value.Value), 0, len(value.Value))
		claims = append(claims, c)
	}
	return claims
}

// bindsElsewhere reports whether one of the values of a mapping is the port that the program itself binds: bind_port.
func bindsElsewhere(values map[string]string) bool {
	return values["BINDPORT"] != "" || values["LISTENPORT"] != "" || values["LOCALPORT"] != ""
}

// notOurs are words for what has ports of other machines, or of packets.
var notOurs = words("acl allow allowed ansible blacklist blocked deny destination dest dst egress firewall forbidden from ingress " +
	"mock mocks nodeport packet packets policies policy properties rule rules safe schema schemas source src target to unsafe whitelist")

// insidePorts are the names of ports that are inside a container whatever the file is.
var insidePorts = words("containerport targetport")

// storeOf returns the words for a database or the like that the values beside its port tell it to be: type: postgres, or
// the database and the user there.
func storeOf(beside map[string]string) name {
	for _, kind := range []string{"TYPE", "DRIVER", "DIALECT", "ADAPTER", "CLIENT", "ENGINE", "PROVIDER", "VENDOR"} {
		if n := nameOf(beside[kind]); n.has(others) {
			return n
		}
	}
	database := beside["DATABASE"] + beside["DBNAME"] + beside["DB"]
	if user := beside["USER"] + beside["USERNAME"]; database != "" && user != "" {
		return name{"database"}
	}
	return nil
}

// storeFiles are the words in the name of a file that is about where such a thing is: database.json, redis.config.ts.
var storeFiles = words("amqp cassandra clickhouse database databases db elastic elasticsearch influxdb kafka knex mail mailer mariadb memcached mongo " +
	"mongodb mssql mysql nats neo4j orm pg postgres postgresql rabbitmq redis sequelize smtp sql")

// ofStore reports whether a file is about where a database or the like is, by its name.
func ofStore(f File) bool {
	n := nameOf(f.Base())
	return n.has(storeFiles) && !n.has(faces) && !n.has(serverWords)
}

// tellsListening reports whether a setting says where a program listens: then a file that is named for a database is its own.
func tellsListening(settings []setting) bool {
	return slices.ContainsFunc(settings, func(s setting) bool { return nameOf(settingName(s.key)).has(listenWords) })
}

// places are those of them that are a place to go to where they have a host of this machine.
var places = words("destination dest from source src target to")

// namesPort reports whether a setting of that name is surely a port when its value is nothing but that number: it is
// called one, or one of a kind, or what the program binds. The number is no switch (listen = 1) there, and no
// place in a memory or on a bus.
func (n name) namesPort(value string) bool {
	switch last := n.last(); {
	case n.port() && len(n) <= 6 && (portWords[last] || portWords[n[0]]):
		return true
	case last == "listen" || last == "listening" || last == "bind":
		return len(value) > 1
	case last == "addr":
		return len(value) > 3
	}
	return false
}

// mapsPorts reports whether settings of that name list the ports that a container engine publishes, where they are written
// as mappings.
func (n name) mapsPorts() bool {
	return portWords[n.last()] || publishing[n.last()]
}

var publishing = words("expose forward forwardedports forwards portforward portforwards portmappings publish published")

// clock finds what may as well be a time of day.
var clock = regexp.MustCompile(`^[0-2]\d:[0-5]\d$`)

// mapping finds a text that is nothing but such a mapping.
var mapping = regexp.MustCompile(`^(?:\d{1,3}(?:\.\d{1,3}){3}:)?\d{2,5}(?:-\d{2,5})?:\d{2,5}(?:-\d{2,5})?(?:/(?:tcp|udp))?$`)

// mappingOf returns the path of the mapping that the setting at a path is in, and the setting's name there.
func mappingOf(key string) (mapping, name string) {
	name = settingName(key)
	if i := strings.LastIndex(key, name); i >= 0 {
		return key[:i], name
	}
	return key, name
}

// hostFor returns the host that goes with the port of a name among the values beside it: the one that is named like
// it, or, where the port is the program's own, the only one there is; whether that one's name says that the program
// listens there; and what the port would be called by it (remote, port beside remoteHost).
func hostFor(port string, values map[string]string) (host string, listens bool, as name) {
	if host, listens = hostBeside(canonical(port), values); host != "" || nameOf(port).goes() {
		return host, listens, nil
	}
	for _, other := range []string{"port", "bindport", "listenport", "remoteport"} {
		if host, listens = hostBeside(other, values); host != "" {
			return host, listens, nameOf(other)[:len(nameOf(other))-1]
		}
	}
	return "", false, nil
}

// served are words for what a program that is called a server may well serve itself, though others mostly connect to it.
var (
	served      = words("ftp mqtt sftp ssh statsd syslog")
	serverWords = words("server service")
)

// stores are words for what programs go to at an address that only servers have, which works on their own machine.
var stores = words("cassandra clickhouse database databases db elastic elasticsearch kafka maria mariadb memcache memcached mongo mongodb mysql pg pgsql " +
	"postgres postgresql rabbit rabbitmq redis valkey")

// portOf returns the host, the role and the scope of a port at that path beside a host whose name may say that the
// program listens there.
func (n name) portOf(host string, listens bool, scope claim.Scope) (string, claim.Role, claim.Scope) {
	role := n.portRole(host)
	switch {
	case n.has(places) && host != "":
		role = claim.Connect
	case listens, n.has(served) && n.has(serverWords) && host == "":
		role = claim.Bind
	case wildcard(host) && n.has(stores) && n.goes() && !n.has(listenWords):
		role = claim.Connect
	}
	_, err := netip.ParseAddr(host)
	switch {
	case host == "" || local(host) || err == nil && role == claim.Bind:
		return host, role, scope
	case role == claim.Bind && err != nil && (len(n) == 1 || n.has(servers) || n.has(listenWords)):
		return "", role, scope // the name that the site is known by
	}
	return host, claim.Connect, claim.Remote
}
