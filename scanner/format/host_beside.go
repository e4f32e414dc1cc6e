package format

import (
	"net/netip"
	"strings"
)

// A hostSetting is what a setting is called that has the host for a port: DB_HOST for DB_PORT.
type hostSetting struct {
	word string
	// listens is set where the word itself says that the host is the program's own.
	listens bool
	// address is set where the word also stands for what is no host: only an address, or a name of this machine, counts.
	address bool
}

// hostSettings are those words, in the order in which they count.
var hostSettings = hostSettingsOf("HOST HOSTNAME ADDR ADDRESS IP SERVER BROKER", "BIND LISTEN", "HOST HOSTS ADDR ADDRESS ADDRESSES IP INTERFACE TO TO_ADDRESS")

func hostSettingsOf(plain, own, ends string) []hostSetting {
	var all []hostSetting
	for word := range strings.FieldsSeq(plain) {
		all = append(all, hostSetting{word: word})
	}
	for verb := range strings.FieldsSeq(own) {
		all = append(all, hostSetting{word: verb, listens: true, address: verb != "BIND"})
		for end := range strings.FieldsSeq(ends) {
			all = append(all, hostSetting{verb + end, true, end == "INTERFACE"}, hostSetting{verb + "_" + end, true, end == "INTERFACE"})
		}
	}
	return append(all, hostSetting{"INTERFACE", true, true})
}

// hostBeside returns the host that goes with the port of a name among the values of names in upper case: that of DB_PORT
// is DB_HOST. It is empty where there is none, or none that can be read. It also reports whether the host's own
// name says that the program listens there.
func hostBeside(port string, values map[string]string) (host string, listens bool) {
	port = strings.ToUpper(port)
	i := strings.LastIndex(port, "PORT")
	if i < 0 {
		return "", false
	}
	for _, rest := range []string{port[i+len("PORT"):], ""} {
		for _, s := range hostSettings {
			host := values[port[:i]+s.word+rest]
			if strings.Trim(host, "0123456789") == "" {
				continue
			}
			if _, err := netip.ParseAddr(host); err == nil || local(host) || !s.address && !strings.ContainsAny(host, ":/\x00 ,$") {
				return host, s.listens
			}
		}
	}
	return "", false
}
