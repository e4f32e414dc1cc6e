package machine

// readPortFacts keeps the default ephemeral range of Windows (Vista and later); low ports need no right there.
func readPortFacts(f *Facts) { f.Unprivileged = 0 }
