package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// RabbitMQ (rabbitmq.com/docs, "Configuration" and "Networking").
var _ = register(format{
	name:    "rabbitmq",
	files:   []string{"rabbitmq*.conf", "rabbitmq*.conf.*", "*.conf"},
	servers: []string{"beam.smp"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "rabbitmq") || strings.Contains(f.Text, "listeners.tcp.") ||
			strings.Contains(f.Text, "management.tcp.")
	},
	also: rabbitmqAlso,
	scan: func(f File) []claim.Claim {
		return rabbitmqManual.claims(lineSettings(f.Text), serverBase(f, "rabbitmq"))
	},
})

var rabbitmqManual = manual{
	{at: "listeners.tcp.* listeners.ssl.* **.listeners.tcp.* **.listeners.ssl.*", otherwise: "*"},
	{at: "cluster_formation.*.port auth_ldap.port", role: claim.Connect, host: ".host .servers.1"},
	{at: "cluster_formation.*.endpoints.* cluster_formation.*.host", role: claim.Connect},
	{at: "**.tcp.port **.ssl.port **.listener.port", host: ".ip", otherwise: "*"},
}

// rabbitmqAlso: rabbitmq.com/docs/networking, "Ports Used by RabbitMQ".
var rabbitmqAlso = []companion{{port: 25672, use: "clustering and command line tools", unless: "distribution"}, {port: 4369, use: "epmd"}}
