package format

import (
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// VS Code's tasks (code.visualstudio.com/docs/debugtest/tasks): their commands and variables.
var _ = register(format{
	name:  "tasks.json",
	files: []string{"tasks.json"},
	is:    func(f File) bool { return strings.Contains(f.Text, `"tasks"`) || strings.Contains(f.Text, `"command"`) },
	scan:  func(f File) []claim.Claim { return taskClaims(f, syntax.JSON(f.Text), "") },
})

// taskClaims reads the tasks of root, whose path in the file is key.
func taskClaims(f File, root *syntax.Node, key string) []claim.Claim {
	together := tasksTogether(root)
	var claims []claim.Claim
	for i, task := range items(root.Get("tasks")) {
		name := taskName(task)
		base := claim.Claim{Group: name, Together: together[name]}
		claims = append(claims, taskCommand(task, index(under(key, "tasks"), i), base)...)
		base.Key = index(under(key, "tasks"), i)
		claims = append(claims, taskStarts(f, task, base)...)
	}
	return append(claims, taskCommand(root, key, claim.Claim{})...)
}

// taskStarts returns what a task starts by its name: a script, or what its command line does. Where the file is not in
// the folder that it is for (.vscode), nothing is known of that.
func taskStarts(f File, task *syntax.Node, base claim.Claim) []claim.Claim {
	line, folder := task.Get("command").Value(), task.At("options", "cwd").Value().Value
	if task.Get("type").Value().Value == "npm" {
		script := task.Get("script").Value()
		line, folder = script, task.Get("path").Value().Value
		if script.Value != "" && strings.Trim(script.Value, scriptNames) == "" {
			line = syntax.Verbatim("npm run "+script.Value, script.Span(0, 0).Start)
		}
	}
	folder = strings.TrimPrefix(strings.TrimPrefix(folder, "${workspaceFolder}"), "/")
	if path.Base(path.Dir(f.Name)) != ".vscode" || len(texts(task.Get("args"))) > 0 || folder != "" && !ownPath(folder) {
		return nil
	}
	return starting(f, line, path.Join("..", folder), base)
}

func taskName(task *syntax.Node) string {
	if label := task.Get("label").Value().Value; label != "" {
		return label
	}
	return task.Get("taskName").Value().Value
}

// tasksTogether returns for every task that another one starts beside more, by dependsOn, that other's name.
func tasksTogether(root *syntax.Node) map[string]string {
	together := map[string]string{}
	for _, task := range items(root.Get("tasks")) {
		if task.Get("dependsOrder").Value().Value == "sequence" {
			continue
		}
		if names := scalars(task.Get("dependsOn")); len(names) > 1 {
			for _, name := range names {
				together[name] = "task " + taskName(task)
			}
		}
	}
	return together
}

// taskCommand reads what a task runs, on each operating system. What it puts into the environment is under
// options.
func taskCommand(task *syntax.Node, key string, base claim.Claim) []claim.Claim {
	base.Key = under(key, "command")
	words := []syntax.Text{}
	for _, item := range items(task.Get("args")) {
		words = append(words, quotable(item).Interpolate())
	}
	var claims []claim.Claim
	if command := quotable(task.Get("command")).Interpolate(); len(words) == 0 {
		claims = lineClaims(command, base)
	} else {
		for _, c := range syntax.Commands(command) {
			words = append(slices.Clone(c.Words), words...)
		}
		claims = wordClaims(syntax.Command{Words: words}, base)
	}
	claims = append(claims, settingClaims(settingsOf(task.At("options", "env"), under(key, "options.env")), base)...)
	claims = append(claims, dockerTask(task.Get("dockerRun"), under(key, "dockerRun"), base)...)
	for _, system := range []string{"windows", "linux", "osx"} {
		if n := task.Get(system); n != nil {
			claims = append(claims, taskCommand(n, under(key, system), base)...)
		}
	}
	return claims
}

// dockerTask reads how a task of the type docker-run starts a container
// (code.visualstudio.com/docs/containers/reference).
func dockerTask(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, port := range items(n.Get("ports")) {
		claims = append(claims, publishedPort(port, "containerPort", "hostPort", "", index(key+".ports", i), base)...)
	}
	base.Scope = claim.Container
	return append(claims, settingClaims(settingsOf(n.Get("env"), key+".env"), base)...)
}

// quotable returns a word that may stand in a mapping along with how to quote it.
func quotable(n *syntax.Node) syntax.Text {
	if value := n.Get("value"); value != nil {
		return value.Value()
	}
	return n.Value()
}
