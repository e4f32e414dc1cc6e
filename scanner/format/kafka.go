package format

import (
	"regexp"
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
	add := func(t syntax.Text, c claim.Claim) {
		if read, ok := addressClaim(t, c); ok {
			claims = append(claims, read)
		}
	}
	for _, s := range settings {
		if !strings.HasPrefix(s.key, "server.") {
			continue
		}
		base := base
		base.Key = s.key
		quorum, client, _ := s.value.Cut(';')
		for _, address := range quorum.Split("|") {
			found := quorumAddress.FindStringSubmatchIndex(address.Value)
			if found == nil {
				continue
			}
			base.Role = claim.Connect
			base.Host, _ = hostName(address.Value[found[2]:found[3]])
			add(address.Slice(found[2], found[5]), base)
			add(address.Slice(found[6], found[7]), base)
		}
		base.Role, base.Host, base.Default = claim.Bind, "", "*"
		add(client, base)
	}
	return claims
}

// quorumAddress finds the host and the two ports of a server.
var quorumAddress = regexp.MustCompile(`^\s*([\w.-]+|\[[0-9a-fA-F:]+\]):(\d+):(\d+)(?::\w+)?\s*$`)
