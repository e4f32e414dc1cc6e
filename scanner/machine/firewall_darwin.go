package machine

// readFirewall asks the application firewall; the packet filter is an administrator's to ask.
func readFirewall() Firewall {
	return askFirewall("the macOS firewall", parseSocketFilter, "/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate")
}
