package format

import (
	"net/netip"
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
		path := nameOf(withoutIndexes(s.key))
		value := s.value.Trim()
		e, ok := wholePort(value)
		if !ok || !e.Valid() || !nameOf(name).namesPort() || path.has(proseNames) {
			continue
		}
		c := base
		c.Key, c.Port, c.EndPort = s.key, e.Port, e.EndPort
		c.AnyOf = e.Port != e.EndPort
		switch _, published := beside[at]["CONTAINERPORT"]; {
		case insidePorts[canonical(name)]:
			c.Scope, c.Unsure = claim.Container, true
		case published && canonical(name) == "hostport":
			c.Unsure = true
		case path.has(notOurs):
			continue
		case path.has(containerWords):
			c.Scope, c.Unsure = claim.Container, true
		default:
			c.Host, c.Role, c.Scope = append(path, storeOf(beside[at])...).portOf(hostFor(name, beside[at]), base.Scope)
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

// stores are the words in the name of a file that is about where such a thing is: database.json, redis.config.ts.
var stores = words("amqp cassandra clickhouse database databases db elastic elasticsearch influxdb kafka knex mail mailer mariadb memcached mongo " +
	"mongodb mssql mysql nats neo4j orm pg postgres postgresql rabbitmq redis sequelize smtp sql")

// ofStore reports whether a file is about where a database or the like is, by its name.
func ofStore(f File) bool {
	n := nameOf(f.Base())
	return n.has(stores) && !n.has(faces) && !n.has(serverWords)
}

// asGoing returns claims of which none is of something that listens, unless its setting says so.
func asGoing(claims []claim.Claim) []claim.Claim {
	for i, c := range claims {
		if !nameOf(withoutIndexes(c.Key)).has(listenWords) {
			claims[i].Role = claim.Connect
		}
	}
	return claims
}

// namesPort reports whether a setting of that name is surely a port: it is nothing but one, or one of a kind.
func (n name) namesPort() bool {
	return n.port() && len(n) <= 4 && (portWords[n.last()] || portWords[n[0]]) || n.last() == "listen"
}

// mappingOf returns the path of the mapping that the setting at a path is in, and the setting's name there.
func mappingOf(key string) (mapping, name string) {
	name = settingName(key)
	if i := strings.LastIndex(key, name); i >= 0 {
		return key[:i], name
	}
	return key, name
}

// hostFor returns the host that goes with the port of a name among the values beside it: the one that is named like
// it, or the only one there is.
func hostFor(port string, values map[string]string) string {
	for _, name := range []string{canonical(port), "port", "bindport", "listenport"} {
		if host := hostBeside(name, values); host != "" {
			return host
		}
	}
	return ""
}

// served are words for what a program that is called a server may well serve itself, though others mostly connect to it.
var (
	served      = words("ftp mqtt sftp ssh statsd syslog")
	serverWords = words("server service")
)

// portOf returns the host, the role and the scope of a port at that path beside a host.
func (n name) portOf(host string, scope claim.Scope) (string, claim.Role, claim.Scope) {
	role := n.portRole(host)
	if n.has(served) && n.has(serverWords) && host == "" {
		role = claim.Bind
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
