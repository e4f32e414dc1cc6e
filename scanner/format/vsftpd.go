package format

import "github.com/portclash/portclash/scanner/claim"

// vsftpd (vsftpd.conf(5)). The ports for data are opened as they are needed.
var _ = register(format{
	name:    "vsftpd",
	files:   []string{"vsftpd*.conf", "vsftpd*.conf.*", "vsftpd/*.conf"},
	servers: []string{"vsftpd"},
	scan: func(f File) []claim.Claim {
		return manual{{at: "listen_port", host: "listen_address listen_address6", otherwise: "*"}}.claims(lineSettings(f.Text), serverBase(f, "vsftpd"))
	},
})
