package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The pools of PHP-FPM (php.net/manual/en/install.fpm.configuration.php). A socket in the file system is no port.
var _ = register(format{
	name:    "php-fpm",
	files:   []string{"php-fpm.conf", "php-fpm.d/*.conf", "pool.d/*.conf", "*.pool.conf", "*.pool", "www.conf", "*php-fpm*.conf", "fpm*.conf"},
	servers: []string{"php-fpm"},
	is:      func(f File) bool { return strings.Contains(f.Text, "listen") || strings.Contains(f.Text, "pm.") },
	scan: func(f File) []claim.Claim {
		return manual{
			{at: "*.listen listen", otherwise: "*"},
			{at: "**.listen.*", skip: true},
		}.read(serverBase(f, "php-fpm"), syntax.INI(f.Text))
	},
})
