package format

import (
	"regexp"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Apache Kafka and ZooKeeper (kafka.apache.org/documentation, zookeeper.apache.org, "Configuration Parameters").
var _ = register(format{
	name:  "kafka",
	files: []string{"zookeeper*.properties", "zoo*.cfg", "zookeeper*.cfg", "connect-*.properties", "broker*.properties", "controller*.properties", "kafka*.properties", "server*.properties", "*.properties"},
	is:    isKafka,
	scan: func(f File) []claim.Claim {
		return kafkaManual.read(serverBase(f, "kafka"), syntax.Properties(f.Text))
	},
})

var kafkaManual = manual{
	{at: "advertised.listeners bootstrap.servers controller.quorum.voters controller.quorum.bootstrap.servers zookeeper.connect", role: claim.Connect},
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
var kafkaOnly = regexp.MustCompile(`(?m)^(listeners|advertised\.listeners|broker\.id|node\.id|process\.roles|zookeeper\.connect|clientPort|tickTime|initLimit` +
	`|bootstrap\.servers|log\.dirs|key\.converter|offset\.storage\.[a-z.]+|num\.network\.threads|controller\.quorum\.voters|admin\.enableServer)\s*[=:]`)

func isKafka(f File) bool { return kafkaOnly.MatchString(f.Text) }
