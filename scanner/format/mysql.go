package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// MySQL and MariaDB (dev.mysql.com/doc, "Using Option Files"): the groups of a server listen, those of a client connect.
var _ = register(format{
	name:    "mysql",
	files:   []string{"my.cnf", "my.ini", "*.cnf", "my-*.ini"},
	servers: []string{"mysqld", "mariadbd"},
	scan: func(f File) []claim.Claim {
		return mysqlManual.read(serverBase(f, "mysqld"), syntax.INI(f.Text))
	},
})

var mysqlManual = manual{
	{at: "mysqld*.port mariadb*.port server.port galera.port", host: ".bind-address", otherwise: "*"},
	{at: "mysqld*.*mysqlx_port mysqld*.*mysqlx-port", host: ".*mysqlx-bind-address", otherwise: "*"},
	{at: "mysqld*.admin_port", host: ".admin-address", otherwise: "127.0.0.1"},
	{at: "client*.port mysql*.port mariadb-*.port", role: claim.Connect, host: ".host"},
}
