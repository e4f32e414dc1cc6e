package format

import (
	"regexp"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Apache Pulsar and BookKeeper (pulsar.apache.org/reference, "Broker", "Standalone", "Pulsar proxy", "Client";
// bookkeeper.apache.org/docs/reference/config).
var _ = register(format{
	name:    "pulsar",
	files:   []string{"broker*.conf", "standalone*.conf", "pulsar*.conf", "bookkeeper*.conf", "bk_server*.conf", "*.conf"},
	servers: []string{"java"},
	is:      func(f File) bool { return pulsarOnly.MatchString(f.Text) },
	scan: func(f File) []claim.Claim {
		root := syntax.Properties(f.Text)
		claims := pulsarManual.read(serverBase(f, "pulsar"), root)
		for i, c := range claims {
			claims[i].Unsure = c.Key == "httpServerPort" && root.Get("httpServerEnabled").Value().Value != "true"
		}
		return claims
	},
})

// pulsarOnly finds a setting that only Pulsar and BookKeeper have.
var pulsarOnly = regexp.MustCompile(`(?m)^(brokerServicePort(Tls)?|webServicePort(Tls)?|brokerServiceURL(TLS)?|brokerServiceUrl|metadataStoreUrl|configurationMetadataStoreUrl|bookiePort` +
	`|managedLedgerDefault\w+|brokerClient\w+|zkLedgersRootPath|ledgerDirectories)[ \t]*=`)

var pulsarManual = manual{
	{at: "brokerServicePort brokerServicePortTls webServicePort webServicePortTls servicePort servicePortTls", host: "bindAddress", otherwise: "0.0.0.0"},
	{at: "bindAddresses", otherwise: "0.0.0.0"},
	{at: "bookiePort", host: "listeningInterface", otherwise: "0.0.0.0"},
	{at: "httpServerPort prometheusStatsHttpPort", host: "httpServerHost prometheusStatsHttpAddress", otherwise: "0.0.0.0"},
	{
		at: "advertisedListeners zookeeperServers configurationStoreServers metadataStoreUrl configurationMetadataStoreUrl metadataServiceUri zkServers " +
			"bookkeeperMetadataServiceUri brokerServiceURL* brokerWebServiceURL* functionWorkerWebServiceURL* webServiceUrl brokerServiceUrl proxyServiceUrl",
		role: claim.Connect,
	},
}
