package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// frp, client and server (gofrp.org/en/docs/reference), in TOML or its older INI.
var _ = register(format{
	name:    "frp",
	files:   []string{"frpc*.toml", "frps*.toml", "frpc*.ini", "frps*.ini"},
	servers: []string{"frps", "frpc"},
	scan: func(f File) []claim.Claim {
		if hasEnding(f, ".ini") {
			return frpManual.read(serverBase(f, "frp"), syntax.INI(f.Text))
		}
		return frpManual.read(serverBase(f, "frp"), syntax.TOML(f.Text))
	},
})

var frpManual = manual{
	{at: "bindPort common.bind_port", host: ".bindAddr", otherwise: "0.0.0.0"},
	{at: "kcpBindPort quicBindPort common.kcp_bind_port common.quic_bind_port common.bind_udp_port", host: ".bindAddr", otherwise: "0.0.0.0", protocol: claim.UDP},
	{at: "vhostHTTPPort vhostHTTPSPort tcpmuxHTTPConnectPort common.vhost_http_port common.vhost_https_port", host: "proxyBindAddr .proxy_bind_addr", otherwise: "0.0.0.0"},
	{at: "webServer.port common.dashboard_port common.admin_port", host: ".addr .dashboard_addr .admin_addr", otherwise: "127.0.0.1"},
	{at: "serverPort common.server_port", role: claim.Connect, host: ".serverAddr"},
	{at: "visitors.bindPort", host: ".bindAddr", otherwise: "127.0.0.1"},
	{at: "*.bind_port", host: ".bind_addr", otherwise: "127.0.0.1"},
	{at: "proxies.localPort *.local_port", role: claim.Connect, host: ".localIP", otherwise: "127.0.0.1"},
	{at: "proxies.remotePort *.remote_port", scope: claim.Remote},
}
