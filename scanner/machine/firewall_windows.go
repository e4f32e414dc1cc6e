package machine

func readFirewall() Firewall {
	return askFirewall("Windows Firewall", parseAdvfirewall, "netsh", "advfirewall", "show", "currentprofile", "state")
}
