package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ClickHouse's server and Keeper (clickhouse.com/docs/operations/server-configuration-parameters), in XML or in YAML.
var _ = register(format{
	name:    "clickhouse",
	files:   []string{"clickhouse*.xml", "clickhouse*.yaml", "clickhouse*.yml", "clickhouse-server/*.xml", "clickhouse-server/config.d/*.xml", "config.d/*.xml", "config.xml"},
	servers: []string{"clickhouse", "clickhouse-server"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "<clickhouse>") || strings.Contains(f.Text, "<yandex>") || strings.Contains(f.Text, "tcp_port") ||
			strings.Contains(f.Text, "interserver_http_port")
	},
	scan: func(f File) []claim.Claim {
		if !hasEnding(f, ".xml") {
			return clickhouseManual.read(serverBase(f, "clickhouse"), syntax.YAML(f.Text)...)
		}
		root := syntax.XML(f.Text)
		for _, outermost := range []string{"clickhouse", "yandex"} {
			if inner := root.Get(outermost); inner != nil {
				root = inner
			}
		}
		return clickhouseManual.claims(namedXML(root, "", 0), serverBase(f, "clickhouse"))
	},
})

var clickhouseManual = manual{
	{
		at: "**.remote_servers.**.port **.zookeeper.**.port **.auxiliary_zookeepers.**.port **.raft_configuration.**.port", role: claim.Connect,
		host: ".host .hostname",
	},
	{at: "**.interserver_http_port **.interserver_https_port", host: "interserver_listen_host listen_host", otherwise: "localhost"},
	{at: "**.http_port **.https_port **.tcp_port **.tcp_port_secure **.tcp_with_proxy_port **.mysql_port **.postgresql_port **.grpc_port " +
		"**.prometheus.**.port", host: "listen_host", otherwise: "localhost"},
}
