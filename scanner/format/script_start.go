package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// scriptStart returns the open claim which says that a command line starts a script of the folder's package.json as it
// is, along with the rest of base's Together; none where it does not, or adds a word of its own.
func scriptStart(line syntax.Text, base claim.Claim) []claim.Claim {
	script := plainScript(strings.Fields(line.Value))
	if script == "" {
		return nil
	}
	at := line.Span(0, 0).Start
	base.Role, base.Scope = claim.Connect, claim.Container
	base.Span = claim.Span{Start: at, End: at}
	base.Digits = base.Span
	base.Starts = claim.Command{File: "package.json", Key: syntax.Join("scripts", script)}
	return []claim.Claim{base}
}

// plainScript returns the name of the script that the words of a command line run: npm run dev, yarn start.
func plainScript(words []string) string {
	if len(words) == 0 || !packageManagers[words[0]] {
		return ""
	}
	script := words[len(words)-1]
	named := len(words) == 3 && words[1] == "run" || len(words) == 2 && (script == "start" || script == "test")
	if !named || strings.HasPrefix(script, "-") || strings.Trim(script, scriptNames) != "" {
		return ""
	}
	return script
}

// scriptNames are the characters of the names of scripts that a shell takes for nothing else.
const scriptNames = processNames + ":.@/"
