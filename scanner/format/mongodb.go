package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// MongoDB (mongodb.com/docs, "Configuration File Options"), whose old files have a setting in a line.
var _ = register(format{
	name:    "mongodb",
	files:   []string{"mongod*.conf", "mongo*.conf", "mongos*.conf", "mongod*.cfg", "mongod*.yml", "mongod*.yaml"},
	servers: []string{"mongod", "mongos"},
	scan: func(f File) []claim.Claim {
		if !topKeys(f.Text, "net", "storage", "systemLog", "sharding", "replication", "processManagement") {
			return mongodbManual.claims(lineSettings(f.Text), serverBase(f, "mongod"))
		}
		return mongodbManual.read(serverBase(f, "mongod"), syntax.YAML(f.Text)...)
	},
})

var mongodbManual = manual{
	{at: "net.port port", host: "net.bindIp bind_ip", otherwise: "localhost"},
	{at: "sharding.configDB configdb", role: claim.Connect},
}
