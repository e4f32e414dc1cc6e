package settings

// A Key is a name that a project's file may have.
type Key struct {
	Name string
	// Doc says in Markdown what it is for.
	Doc string
	// Example is a line or more of TOML that sets it.
	Example string
}

// Keys are the names at the top of a project's file.
var Keys = []Key{
	{
		"exclude", "Files that are not read, as patterns of a `.gitignore`, relative to this folder. What they claim clashes with nothing.",
		`exclude = ["fixtures/", "*.golden.yaml"]`,
	},
	{
		"ignore", "Findings that are not reported: a port, a range of ports, a rule's code, or a table with any of `port`, `code` and " +
			"`path` that must all fit, and a `reason`.",
		`ignore = [8080, "9000-9010", { port = 5432, code = "exposed-port", path = "docker/", reason = "behind a firewall" }]`,
	},
	{
		"severity", "How a rule is shown, by its code: `off`, `hint`, `warning` or `error`.",
		"[severity]\nexposed-port = \"off\"",
	},
}

// IgnoreKeys are the names in a table of ignore.
var IgnoreKeys = []Key{
	{"port", "A port or a range of ports, or a list of them; without it, any port.", `port = 5432`},
	{"code", "A rule's code, or a list of them; without it, any rule.", `code = "exposed-port"`},
	{"path", "Patterns as in a `.gitignore` that the file must fit; without it, any file.", `path = "docker/"`},
	{"reason", "Why: for whoever reads the file.", `reason = "behind a firewall"`},
}

func names(keys []Key) []string {
	all := make([]string, len(keys))
	for i, k := range keys {
		all[i] = k.Name
	}
	return all
}
