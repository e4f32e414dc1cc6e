package format

import (
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
	scan:  func(f File) []claim.Claim { return taskClaims(syntax.JSON(f.Text), "") },
})

// taskClaims reads the tasks of root, whose path in the file is key.
func taskClaims(root *syntax.Node, key string) []claim.Claim {
	together := tasksTogether(root)
	var claims []claim.Claim
	for i, task := range items(root.Get("tasks")) {
		name := taskName(task)
		base := claim.Claim{Group: name, Together: together[name]}
		claims = append(claims, taskCommand(task, index(under(key, "tasks"), i), base)...)
	}
	return append(claims, taskCommand(root, key, claim.Claim{})...)
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
