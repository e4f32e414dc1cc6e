package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// ProxySQL (proxysql.com/documentation, "Configuring ProxySQL" and "Global variables"), whose files are libconfig's: lists
// are in parentheses, and a value may stand on the line below its name. A semicolon parts interfaces, and is no more than a
// comma anywhere else.
var _ = register(format{
	name:    "proxysql",
	files:   []string{"proxysql*.cnf", "proxysql*.cnf.*", "proxysql*.conf", "proxysql*.cfg", "*.cnf"},
	servers: []string{"proxysql"},
	is: func(f File) bool {
		return strings.HasPrefix(strings.ToLower(f.Base()), "proxysql") || proxysqlOnly.MatchString(f.Text)
	},
	scan: func(f File) []claim.Claim {
		text := []byte(parentheses.Replace(f.Text))
		for _, at := range belowName.FindAllIndex(text, -1) {
			for i := at[0]; i < at[1]-1; i++ {
				text[i] = ' '
			}
		}
		return proxysqlManual.read(serverBase(f, "proxysql"), syntax.Braces(string(text)))
	},
})

var (
	proxysqlOnly = regexp.MustCompile(`(?m)^[ \t]*(admin_variables|mysql_variables|pgsql_variables|mysql_servers|pgsql_servers)[ \t]*=`)
	parentheses  = strings.NewReplacer("(", "[", ")", "]", ";", ",")
	belowName    = regexp.MustCompile(`\s*\n\s*[\[{]`)
)

var proxysqlManual = manual{
	{at: "mysql_variables.interfaces pgsql_variables.interfaces **.mysql_ifaces **.pgsql_ifaces", otherwise: "0.0.0.0"},
	{at: "**.restapi_port **.web_port", otherwise: "0.0.0.0"},
	{at: "**.port", role: claim.Connect, host: ".address .hostname"},
}
