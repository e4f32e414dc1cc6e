package format

import (
	"regexp"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Apache Kafka and ZooKeeper (kafka.apache.org/documentation, zookeeper.apache.org, "Configuration Parameters").
var _ = register(format{
	name:    "kafka",
	files:   []string{"zookeeper*.properties", "zoo*.cfg", "zookeeper*.cfg", "connect-*.properties", "broker*.properties", "controller*.properties", "kafka*.properties", "server*.properties", "*.properties"},
	servers: []string{"java"},
	is:      isKafka,
	scan: func(f File) []claim.Claim {
		root := syntax.Properties(f.Text)
		base := serverBase(f, "kafka")
		return append(kafkaManual.read(base, root), quorumClaims(settingsBelow(root), base)...)
	},
})

var kafkaManual = manual{
	{at: "advertised.listeners bootstrap.servers controller.quorum.voters controller.quorum.bootstrap.servers zookeeper.connect", role: claim.Connect},
	{at: "server.*", skip: true}, // see quorumClaims
	{at: "controller.listener.names listener.security.protocol.map inter.broker.listener.name", skip: true},
	{at: "listeners rest.advertised.listener admin.listeners", otherwise: "*"},
	{at: "port", host: "host.name", otherwise: "*"},
	{at: "rest.port", host: "rest.host.name", otherwise: "*"},
	{at: "clientPort", host: "clientPortAddress", otherwise: "*"},
	{at: "secureClientPort", host: "secureClientPortAddress", otherwise: "*"},
	{at: "admin.serverPort", host: "admin.serverAddress", otherwise: "*"},
	{at: "metricsProvider.httpPort", host: "metricsProvider.httpHost", otherwise: "*"},
}

// kafkaOnly finds a setting that only Kafka, Kafka Connect and ZooKeeper have.
var kafkaOnly = regexp.MustCompile(`(?m)^(listeners|advertised\.listeners|broker\.id|node\.id|process\.roles|zookeeper\.connect|clientPort|dataDir|server\.\d+|tickTime|initLimit` +
	`|bootstrap\.servers|log\.dirs|key\.converter|offset\.storage\.[a-z.]+|num\.network\.threads|controller\.quorum\.voters|admin\.enableServer)\s*[=:]`)

func isKafka(f File) bool { return kafkaOnly.MatchString(f.Text) }

// quorumClaims reads the servers of a ZooKeeper ensemble: server.1=host:2888:3888[:role][;[host:]2181], several
// addresses with | between them. Where they talk to each other they go to, as which of them this machine is only
// another file tells; behind the semicolon is where the clients come to.
func quorumClaims(settings []setting, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, s := range settings {
		if !strings.HasPrefix(s.key, "server.") {
			continue
		}
		base := base
		base.Key = s.key
		claims = append(claims, serverClaims(s.value, base)...)
	}
	return claims
}

// serverClaims reads what follows server.1=.
func serverClaims(value syntax.Text, base claim.Claim) []claim.Claim {
	quorum, client, _ := value.Cut(';')
	claims := peerClaims(quorum, base)
	base.Role, base.Default = claim.Bind, "*"
	if c, ok := addressClaim(client, base); ok {
		claims = append(claims, c)
	}
	return claims
}

// peerClaims reads host:2888:3888[:role], where the servers of an ensemble talk to each other; several have | between them.
func peerClaims(addresses syntax.Text, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, address := range addresses.Split("|") {
		found := quorumAddress.FindStringSubmatchIndex(address.Value)
		if found == nil {
			continue
		}
		base.Role = claim.Connect
		base.Host, _ = hostName(address.Value[found[2]:found[3]])
		for _, at := range [][2]int{{found[2], found[5]}, {found[6], found[7]}} {
			if c, ok := addressClaim(address.Slice(at[0], at[1]), base); ok {
				claims = append(claims, c)
			}
		}
	}
	return claims
}

// ensemble reports whether a variable is the list of the servers of a ZooKeeper ensemble, as images of it have it:
// ZOO_SERVERS, ZOOKEEPER_SERVERS.
func (n name) ensemble() bool {
	return n.last() == "servers" && (slices.Contains(n, "zoo") || slices.Contains(n, "zookeeper"))
}

// ensembleClaims reads such a list: server.1=zoo1:2888:3888;2181 server.2=… (the official image), zoo1:2888:3888::1,… (Bitnami),
// zoo1:2888:3888;zoo2:… (Confluent).
func ensembleClaims(list syntax.Text, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, part := range list.Split(" ,\t\n") {
		if name, value, found := part.Cut('='); found && strings.HasPrefix(name.Value, "server.") {
			for _, c := range serverClaims(value, base) {
				c.Unsure = c.Role == claim.Bind // each server of them listens on a machine of its own
				claims = append(claims, c)
			}
			continue
		}
		for _, server := range part.Split(";") {
			if id := strings.Index(server.Value, "::"); id > 0 && server.Value[0] != '[' {
				server = server.Slice(0, id)
			}
			claims = append(claims, peerClaims(server, base)...)
		}
	}
	return claims
}

// quorumAddress finds the host and the two ports of a server.
var quorumAddress = regexp.MustCompile(`^\s*([\w.-]+|\[[0-9a-fA-F:]+\]):(\d+):(\d+)(?::\w+)?\s*$`)
