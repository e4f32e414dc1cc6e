package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// etcd (etcd.io/docs, "Configuration options"): the file for --config-file, whose settings are its flags.
var _ = register(format{
	name:    "etcd",
	files:   []string{"etcd*.yml", "etcd*.yaml", "*.yml", "*.yaml"},
	servers: []string{"etcd"},
	is: func(f File) bool {
		return topKeys(f.Text, "listen-client-urls", "listen-peer-urls", "advertise-client-urls", "initial-advertise-peer-urls")
	},
	scan: func(f File) []claim.Claim {
		return etcdManual.read(serverBase(f, "etcd"), syntax.YAML(f.Text)...)
	},
})

var etcdManual = manual{
	{at: "listen-client-urls listen-client-http-urls listen-peer-urls listen-metrics-urls", otherwise: "localhost"},
	{at: "advertise-client-urls initial-advertise-peer-urls initial-cluster discovery discovery-proxy", role: claim.Connect},
}
