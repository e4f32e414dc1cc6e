package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The npm manifest (docs.npmjs.com, "package.json"): its scripts, config and proxy.
var _ = register(format{
	name:  "package.json",
	files: []string{"package.json"},
	scan:  scanPackageJSON,
})

func scanPackageJSON(f File) []claim.Claim {
	root := syntax.JSON(f.Text)
	scripts := pairs(root.Get("scripts"))
	starters := startersOf(scripts)
	var claims []claim.Claim
	for _, p := range scripts {
		claims = append(claims, lineClaims(p.Value.Value().Interpolate(), claim.Claim{
			Key:      syntax.Join("scripts", p.Key),
			Group:    p.Key,
			Head:     p.KeySpan,
			Together: starters[p.Key],
		})...)
		base := claim.Claim{Key: syntax.Join("scripts", p.Key), Group: p.Key}
		// npm runs it before (docs.npmjs.com/cli/using-npm/scripts), and so do pnpm and Yarn 1
		before := root.At("scripts", "pre"+p.Key).Value()
		claims = append(claims, starting(f, p.Value.Value(), ".", base, before)...)
	}
	claims = append(claims, settingClaims(settingsOf(root.Get("config"), "config"), claim.Claim{})...)
	// create-react-app's development server passes on to it what it does not know
	claims = append(claims, settingClaims([]setting{{"proxy", "proxy", root.Get("proxy").Value()}}, claim.Claim{})...)
	members := root.Get("workspaces")
	if packages := members.Get("packages"); packages != nil {
		members = packages
	}
	claims = append(claims, workspaceMembers(members, "workspaces")...)
	for i := range claims {
		claims[i].Package = root.Get("name").Value().Value
	}
	return claims
}

// workspaceMembers returns the open claim which says what packages are in a workspace.
func workspaceMembers(n *syntax.Node, key string) []claim.Claim {
	folders := scalars(n)
	if len(folders) == 0 {
		return nil
	}
	at := claim.Span{Start: n.Span.Start, End: n.Span.Start}
	return []claim.Claim{{Role: claim.Connect, Scope: claim.Container, Span: at, Digits: at, Key: key, Members: folders}}
}

// startersOf returns for every script the key of the first script that starts it together with others: by
// concurrently, npm-run-all -p, run-p or an ampersand.
func startersOf(scripts []syntax.Pair) map[string]string {
	starters := map[string]string{}
	for _, p := range scripts {
		for _, name := range startedTogether(p.Value.Value(), scripts) {
			if starters[name] == "" && name != p.Key {
				starters[name] = syntax.Join("scripts", p.Key)
			}
		}
	}
	return starters
}

// startedTogether returns the scripts that a command line starts beside each other.
func startedTogether(line syntax.Text, scripts []syntax.Pair) []string {
	var started []string
	commands := syntax.Commands(line)
	for i, c := range commands {
		if len(c.Words) == 0 {
			continue
		}
		beside := c.Beside || i > 0 && commands[i-1].Beside
		if beside {
			started = append(started, scriptRun(c.Words)...)
		}
		words := unwrapped(c.Words)
		if len(words) == 0 {
			continue
		}
		switch program := programName(words[0].Value); {
		case program == "concurrently" || program == "conc":
			for _, w := range words[1:] {
				if name, found := shortcut(w.Value); found {
					started = append(started, matching(name, scripts)...)
					continue
				}
				for _, inner := range syntax.Commands(w) {
					started = append(started, scriptRun(inner.Words)...)
				}
			}
		case program == "run-p" || program == "npm-run-all" && parallel(words):
			for _, w := range words[1:] {
				name, _, _ := strings.Cut(w.Value, " ")
				started = append(started, matching(name, scripts)...)
			}
		}
	}
	return started
}

// unwrapped returns the command behind npx, cross-env and the like.
func unwrapped(words []syntax.Text) []syntax.Text { return (&run{}).unwrap(words) }

// parallel reports whether npm-run-all is told to start its scripts beside each other.
func parallel(words []syntax.Text) bool {
	for _, w := range words {
		if w.Value == "-p" || w.Value == "--parallel" {
			return true
		}
	}
	return false
}

// scriptRun returns the name of the script that npm run and its like start.
func scriptRun(words []syntax.Text) []string {
	words = unwrapped(words)
	if len(words) < 2 || !packageManagers[programName(words[0].Value)] {
		return nil
	}
	for _, w := range words[1:] {
		if !strings.HasPrefix(w.Value, "-") && w.Value != "run" && w.Value != "run-script" {
			return []string{w.Value}
		}
	}
	return nil
}

// matching returns the scripts that a name or a pattern means, see [claim.Command].
func matching(pattern string, scripts []syntax.Pair) []string {
	var names []string
	for _, p := range scripts {
		if p.Key == pattern || (claim.Command{Group: pattern}).Means(p.Key) {
			names = append(names, p.Key)
		}
	}
	return names
}

// shortcut returns the script that concurrently runs for an argument such as npm:watch:*, in which * is anything, and
// false where the argument is none.
func shortcut(argument string) (string, bool) {
	manager, script, found := strings.Cut(argument, ":")
	return strings.ReplaceAll(script, "*", "**"), found && packageManagers[manager] && strings.Trim(script, scriptNames+"*") == ""
}
