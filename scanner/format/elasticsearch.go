package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Elasticsearch and OpenSearch (elastic.co/guide, "Networking"). Of a range of ports one is taken.
var _ = register(format{
	name:    "elasticsearch",
	files:   []string{"elasticsearch*.yml", "elasticsearch*.yaml", "opensearch.yml", "opensearch.yaml", "opensearch-*.yml"},
	also:    elasticsearchAlso,
	servers: []string{"java"},
	scan: func(f File) []claim.Claim {
		return elasticsearchManual.read(serverBase(f, "elasticsearch"), syntax.YAML(f.Text)...)
	},
})

var elasticsearchManual = manual{
	{at: "http.port", host: "http.bind_host http.host network.bind_host network.host", otherwise: "localhost", anyOf: true},
	{
		at: "transport.port transport.tcp.port transport.profiles.*.port", host: "transport.bind_host transport.host network.bind_host network.host",
		otherwise: "localhost", anyOf: true,
	},
	{at: "discovery.seed_hosts discovery.zen.ping.unicast.hosts cluster.remote.*.seeds", role: claim.Connect},
}

var elasticsearchAlso = []companion{{port: 9300, use: "the transport between nodes", unless: "transport"}}
