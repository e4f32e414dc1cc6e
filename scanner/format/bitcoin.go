package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Bitcoin Core and its kin (github.com/bitcoin/bitcoin, "bitcoin.conf Configuration File"): a section is for one network.
var _ = register(format{
	name:    "bitcoin",
	files:   []string{"bitcoin*.conf", "bitcoin*.conf.*", "litecoin*.conf", "dogecoin*.conf", "dash.conf", "zcash.conf", "elements.conf"},
	servers: []string{"*coind", "dashd", "zcashd", "elementsd"},
	scan: func(f File) []claim.Claim {
		return bitcoinManual.read(serverBase(f, "bitcoind"), syntax.INI(f.Text))
	},
})

var bitcoinManual = manual{
	{at: "port *.port", host: ".bind", otherwise: "*"},
	{at: "rpcport *.rpcport", host: ".rpcbind", otherwise: "localhost"},
	{at: "bind *.bind whitebind *.whitebind rpcbind *.rpcbind zmqpub* *.zmqpub*"},
	{at: "**.connect **.addnode **.seednode **.proxy **.onion **.torcontrol **.rpcconnect", role: claim.Connect},
}
