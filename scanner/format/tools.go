package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// A tool is a program whose arguments say where it listens or what it connects to.
type tool struct {
	// name is the program and, where they matter, the words behind it: "php artisan serve".
	name string
	// ports are the flags whose value is a port to listen on, besides --port; listens, those whose value is a
	// port or an address; hosts, those whose value is the host, besides --host.
	ports, listens, hosts flags
	// goes are the flags whose value is where it connects to.
	goes flags
	// argument is what the arguments that are no flags are.
	argument argument
	// connects is set where the tool only ever connects, whatever it is given.
	connects bool
	// tested is set where what it goes to is what a test run has started.
	tested bool
	// host is where it listens when it is not told, and empty where that is not known.
	host string
	// also are the ports that it opens beside those that it is told.
	also []companion
	// guards are the flags without any of which it answers no other machine, empty where it does.
	guards flags
	// read takes over for a tool whose arguments follow rules of their own.
	read func(*run, []syntax.Text)
}

// An argument says what the arguments of a tool are that are no flags.
type argument uint8

const (
	// Arguments mean nothing by default; an address in one is a place to go to.
	_ argument = iota
	// binds: a number is a port to listen on.
	binds
	// listens: a number or an address is where to listen.
	listens
	// reaches: a number is a port to go to.
	reaches
)

// flags are names of flags, separated by blanks.
type flags string

func (f flags) has(flag string) bool {
	return flag != "" && strings.Contains(" "+string(f)+" ", " "+flag+" ")
}

// viteInside: Vite within another server has no port but this one, for its web socket (vite.dev/config/server-options,
// "server.hmr" in middleware mode).
var viteInside = []companion{{port: 24678, use: "hot module replacement", unless: "hmr"}}

// tools are those whose arguments are known, each by the documentation of its command line.
var tools = []tool{
	// JavaScript
	{name: "next", ports: "-p", hosts: "-H", host: "*"},
	{name: "vite", host: "localhost"},
	{name: "vitest", host: "localhost", ports: "--api.port --api"},
	{name: "nuxt", ports: "-p", hosts: "-h", host: "localhost"},
	{name: "nuxt dev", ports: "-p", hosts: "-h", host: "localhost", also: viteInside},
	{name: "nuxi", ports: "-p", hosts: "-h", host: "localhost", also: viteInside},
	{name: "astro", host: "localhost"},
	{name: "ng", host: "localhost"},
	{name: "react-scripts", host: "*"},
	{name: "react-router dev", host: "localhost"},
	{name: "remix", ports: "-p"},
	{name: "gatsby", ports: "-p", hosts: "-H", host: "localhost"},
	{name: "webpack", host: "localhost"},
	{name: "webpack-dev-server", host: "localhost"},
	{name: "rsbuild"},
	{name: "parcel", ports: "-p --hmr-port"},
	{name: "storybook", ports: "-p", hosts: "-h", host: "*"},
	{name: "start-storybook", ports: "-p", hosts: "-h", host: "*"},
	{name: "expo", ports: "-p"},
	{name: "react-native start"},
	{name: "wrangler", host: "localhost", also: wranglerAlso, ports: "--inspector-port", hosts: "--ip", goes: "--proxy"},
	{name: "netlify dev", ports: "-p --functions-port --functionsPort", goes: "--target-port --targetPort -t", host: "localhost"},
	{name: "vercel dev", listens: "-l --listen"},
	{name: "firebase", ports: "-p", hosts: "-o", host: "localhost"},
	{name: "prisma studio", ports: "-p", hosts: "-n", host: "localhost"},
	{name: "drizzle-kit studio", host: "127.0.0.1"},
	{name: "docusaurus", ports: "-p", hosts: "-h", host: "localhost"},
	{name: "vuepress", ports: "-p"},
	{name: "vitepress"},
	{name: "vue-cli-service", host: "*"},
	{name: "eleventy"},
	{name: "ember", ports: "-p"},
	{name: "http-server", ports: "-p", hosts: "-a", goes: "-P --proxy", host: "0.0.0.0"},
	{name: "serve", listens: "-l --listen -p", host: "*"},
	{name: "json-server", ports: "-p", hosts: "-H", host: "localhost"},
	{name: "live-server", host: "0.0.0.0"},
	{name: "browser-sync", goes: "--proxy -p", ports: "--ui-port"},
	{name: "lite-server"},
	{name: "esbuild", listens: "--serve", host: "*"},
	{name: "sirv", ports: "-p", hosts: "-H", host: "localhost"},
	{name: "verdaccio", listens: "-l --listen", host: "localhost"},
	{name: "localtunnel", connects: true, goes: "-p"},
	{name: "lt", connects: true, goes: "-p"},
	{name: "playwright", hosts: "--ui-host", ports: "--ui-port", host: "localhost"},
	{name: "cypress", ports: "-p"},
	{name: "supergateway"},
	{name: "ganache", ports: "-p", hosts: "-h", host: "127.0.0.1"},
	{name: "anvil", ports: "-p", host: "127.0.0.1"},
	{name: "sam local", ports: "-p -d", host: "127.0.0.1"},
	{name: "ganache-cli", ports: "-p", hosts: "-h", host: "127.0.0.1"},
	// Python
	{name: "python -m http.server", argument: binds, hosts: "-b --bind", host: "*"},
	{name: "python -m SimpleHTTPServer", argument: binds, host: "*"},
	{name: "python manage.py runserver", argument: listens, host: "127.0.0.1"},
	{name: "python manage.py runserver_plus", argument: listens, host: "127.0.0.1"},
	{name: "django-admin runserver", argument: listens, host: "127.0.0.1"},
	{name: "manage.py runserver", argument: listens, host: "127.0.0.1"},
	{name: "flask", ports: "-p", hosts: "-h", host: "127.0.0.1"},
	{name: "uvicorn", host: "127.0.0.1"},
	{name: "fastapi", host: "127.0.0.1"},
	{name: "hypercorn", listens: "-b --bind", host: "127.0.0.1"},
	{name: "daphne", ports: "-p", hosts: "-b --bind", host: "127.0.0.1"},
	{name: "gunicorn", listens: "-b --bind", host: "127.0.0.1"},
	{name: "waitress-serve", listens: "--listen", host: "0.0.0.0"},
	{name: "granian", host: "127.0.0.1"},
	{name: "streamlit", ports: "--server.port", hosts: "--server.address", host: "*"},
	{name: "jupyter", ports: "--ServerApp.port --NotebookApp.port", hosts: "--ip --ServerApp.ip", host: "localhost"},
	{name: "mkdocs serve", listens: "-a --dev-addr", host: "127.0.0.1"},
	{name: "sphinx-autobuild", host: "127.0.0.1"},
	{name: "mlflow", ports: "-p", hosts: "-h", host: "127.0.0.1"},
	{name: "tensorboard", hosts: "--bind_all", host: "localhost"},
	{name: "celery"},
	{name: "sanic", ports: "-p", hosts: "-H", host: "127.0.0.1"},
	{name: "marimo", ports: "-p", host: "127.0.0.1"},
	{name: "debugpy", listens: "--listen", goes: "--connect", host: "127.0.0.1"},
	// Ruby, PHP, Go, Rust, JVM, .NET, Elixir
	{name: "rails", ports: "-p", hosts: "-b --binding", host: "localhost"},
	{name: "puma", ports: "-p", listens: "-b --bind", host: "*"},
	{name: "rackup", ports: "-p", hosts: "-o", host: "localhost"},
	{name: "thin", ports: "-p", hosts: "-a"},
	{name: "unicorn", listens: "-l --listen -p"},
	{name: "unicorn_rails", listens: "-l --listen -p"},
	{name: "shotgun", ports: "-p", hosts: "-o", host: "127.0.0.1"},
	{name: "ruby", ports: "-p"}, // -run -e httpd
	{name: "jekyll", ports: "-P --livereload-port", hosts: "-H", host: "127.0.0.1"},
	{name: "php", listens: "-S"},
	{name: "php artisan serve", host: "127.0.0.1"},
	{name: "symfony", host: "127.0.0.1"},
	{name: "hugo", ports: "-p", hosts: "--bind", host: "127.0.0.1"},
	{name: "varnishd", listens: "-a -T", goes: "-b"},
	{name: "godoc", listens: "-http", host: "localhost"},
	{name: "pkgsite", listens: "-http", host: "localhost"},
	{name: "go tool pprof", listens: "-http", host: "localhost"},
	{name: "dlv", listens: "-l --listen", host: "127.0.0.1"},
	{name: "miniserve", ports: "-p", hosts: "-i --interfaces", host: "*"},
	{name: "basic-http-server", listens: "-a --addr", host: "127.0.0.1"},
	{name: "trunk serve", hosts: "-a --address", host: "127.0.0.1"},
	{name: "mdbook serve", ports: "-p", hosts: "-n", host: "localhost"},
	{name: "dotnet", listens: "--urls"},
	{name: "deno", listens: ""},
	{name: "caddy", listens: "-l --listen", goes: "-t --to", hosts: "", also: caddyAlso},
	{name: "caddy reverse-proxy", listens: "-f --from", goes: "-t --to", also: caddyAlso},
	// services
	{name: "redis-server", ports: "--tls-port", hosts: "--bind", host: "*", guards: redisOpens},
	{name: "valkey-server", ports: "--tls-port", hosts: "--bind", host: "*", guards: redisOpens},
	{name: "postgres", ports: "-p", hosts: "-h", host: "localhost"},
	{name: "mongod", hosts: "--bind_ip", host: "localhost"},
	{name: "mysqld", ports: "-P", hosts: "--bind-address", host: "*"},
	{name: "mailhog", listens: "-smtp-bind-addr -ui-bind-addr -api-bind-addr"},
	{name: "ollama"},
	{name: "stripe listen", goes: "--forward-to -f"},
	{name: "stripe", goes: "--forward-to"},
	{name: "minio server", listens: "--address --console-address", host: "*"},
	{name: "nats-server", ports: "-p -m", hosts: "-a -addr", host: "*"},
	{name: "memcached", ports: "-p", hosts: "-l", host: "*"},
	{name: "etcd", listens: "--listen-client-urls --listen-peer-urls"},
	{name: "pg_ctl", read: readPgCtl},
	{name: "pgweb", ports: "--listen", hosts: "--bind", host: "localhost"},
	{name: "busybox httpd", listens: "-p", host: "*"},
	{name: "gcloud emulators", listens: "--host-port", host: "localhost"},
	{name: "gcloud beta emulators", listens: "--host-port", host: "localhost"},
	{name: "gcloud alpha emulators", listens: "--host-port", host: "localhost"},
	// connects
	{name: "wait-on", connects: true, tested: true},
	{name: "wait-port", connects: true, argument: reaches},
	{name: "wait-for-it", connects: true, goes: "-p"},
	{name: "wait-for-it.sh", connects: true, goes: "-p"},
	{name: "wait-for", connects: true},
	{name: "dockerize", connects: true, goes: "-wait"},
	{name: "kill-port", connects: true, argument: reaches, goes: "-p"},
	{name: "killport", connects: true, argument: reaches},
	{name: "npx-kill-port", connects: true, argument: reaches},
	{name: "fkill", connects: true},
	{name: "fuser", connects: true, argument: reaches, goes: "-k"},
	{name: "lsof", connects: true, goes: "-i -ti"},
	{name: "open-cli", connects: true},
	{name: "ngrok http", connects: true, argument: reaches},
	{name: "ngrok tcp", connects: true, argument: reaches},
	{name: "open", connects: true},
	{name: "xdg-open", connects: true},
	{name: "curl", connects: true},
	{name: "wget", connects: true},
	{name: "pg_isready", connects: true, goes: "-p", hosts: "-h"},
	{name: "psql", connects: true, goes: "-p", hosts: "-h"},
	{name: "pg_dump", connects: true, goes: "-p", hosts: "-h"},
	{name: "mysql", connects: true, goes: "-P", hosts: "-h"},
	{name: "mysqladmin", connects: true, goes: "-P", hosts: "-h"},
	{name: "redis-cli", connects: true, goes: "-p", hosts: "-h"},
	{name: "valkey-cli", connects: true, goes: "-p", hosts: "-h"},
	{name: "pg_restore", connects: true, goes: "-p", hosts: "-h"},
	{name: "createdb", connects: true, goes: "-p", hosts: "-h"},
	{name: "mysqldump", connects: true, goes: "-P", hosts: "-h"},
	{name: "mariadb", connects: true, goes: "-P", hosts: "-h"},
	{name: "mongosh", connects: true, hosts: "-h"},
	{name: "mongo", connects: true},
	{name: "mongodump", connects: true, hosts: "-h"},
	{name: "mongorestore", connects: true, hosts: "-h"},
	{name: "mongoimport", connects: true, hosts: "-h"},
	{name: "dropdb", connects: true, goes: "-p", hosts: "-h"},
	{name: "pgbench", connects: true, goes: "-p", hosts: "-h"},
	{name: "http", connects: true},
	{name: "xh", connects: true},
	{name: "nc", read: readNetcat},
	{name: "ncat", read: readNetcat},
	{name: "netcat", read: readNetcat},
	// tools with rules of their own
	{name: "start-server-and-test", read: readServerAndTest},
	{name: "server-test", read: readServerAndTest},
	{name: "start-test", read: readServerAndTest},
	{name: "concurrently", read: readConcurrently},
	{name: "conc", read: readConcurrently},
	{name: "nodemon", read: readNodemon},
	{name: "sh", read: readShell},
	{name: "bash", read: readShell},
	{name: "zsh", read: readShell},
	{name: "ash", read: readShell},
	{name: "dash", read: readShell},
	{name: "cmd", read: readShell},
	{name: "docker run", read: readDockerRun},
	{name: "docker create", read: readDockerRun},
	{name: "docker container run", read: readDockerRun},
	{name: "podman run", read: readDockerRun},
	{name: "podman create", read: readDockerRun},
	{name: "nerdctl run", read: readDockerRun},
	{name: "docker compose run", read: readExec},
	{name: "docker-compose run", read: readExec},
	{name: "docker exec", read: readExec},
	{name: "docker container exec", read: readExec},
	{name: "docker compose exec", read: readExec},
	{name: "docker-compose exec", read: readExec},
	{name: "podman exec", read: readExec},
	{name: "kubectl exec", read: readClusterExec},
	{name: "oc exec", read: readClusterExec},
	{name: "socat", read: readSocat},
	{name: "cloud_sql_proxy", read: readCloudSQLProxy},
	{name: "kubectl port-forward", read: readPortForward},
	{name: "oc port-forward", read: readPortForward},
	{name: "ssh", read: readSSH},
	{name: "adb forward", read: readDeviceForward},
	{name: "adb reverse", read: readDeviceReverse},
	{name: "autossh", read: readSSH},
	{name: "echo", read: readProse},
	{name: "printf", read: readProse},
	{name: "git", read: readProse},
}

// toolsByName has the tools by the words of their names, joined by blanks. Their readers look into it for the
// commands in their arguments, so it is filled only once all is there.
var toolsByName = map[string]tool{}

func init() {
	for _, t := range tools {
		toolsByName[strings.ToLower(t.name)] = t
	}
}

// longestName is the number of words in the longest name of a tool.
const longestName = 3

// toolOf returns the tool that a command's words name, the longest name first, and the arguments behind the
// name. A command of no known tool is one without a name; its flags are read by what they are called.
func toolOf(words []syntax.Text) (tool, []syntax.Text) {
	if strings.HasPrefix(words[0].Value, "-") {
		return tool{}, words
	}
	words = withoutGlobals(words)
	named, at := "", 0
	var best tool
	var count int
	for i := 0; i < len(words) && count < longestName; i++ {
		w := strings.ToLower(words[i].Value)
		switch {
		case i == 0:
			w = interpreter(programName(w))
		case w == "-m" && strings.HasPrefix(named, "python"):
		case strings.HasPrefix(w, "-"):
			continue
		case named == "python":
			w = programName(w)
		}
		if named = strings.TrimSpace(named + " " + w); w != "-m" {
			count++
		}
		if t, ok := toolsByName[named]; ok {
			best, at = t, i+1
		}
		if module, ok := strings.CutPrefix(named, "python -m "); ok && best.name == "" {
			best, at = toolsByName[module], i+1
		}
	}
	if best.name == "" {
		if program := programName(words[0].Value); !packageManagers[program] && !strings.ContainsRune(program, 0) {
			best.name = program
		}
		return best, words[1:]
	}
	return best, withoutName(words, at)
}

// globals are the flags with a value that programs take in front of the word that says what to do.
var globals = map[string]flags{
	"kubectl": "-n --namespace --context --kubeconfig --cluster -s --server",
	"oc":      "-n --namespace --context --kubeconfig --cluster -s --server",
	"docker":  "-H --host -c --context --config -l --log-level",
	"podman":  "-c --connection --url --log-level",
	"adb":     "-s -t -H -P -L",
}

// composeGlobals are those of Compose, which stand in front of what it is to do.
const composeGlobals flags = "-f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel"

// withoutGlobals returns the words of a command without such flags: kubectl -n shop port-forward.
func withoutGlobals(words []syntax.Text) []syntax.Text {
	program := programName(words[0].Value)
	if valued, known := globals[program]; known {
		words = withoutFlags(words, 1, valued)
	}
	switch {
	case program == "docker-compose":
		return withoutFlags(words, 1, composeGlobals)
	case program == "docker" && len(words) > 1 && words[1].Value == "compose":
		return withoutFlags(words, 2, composeGlobals)
	}
	return words
}

// withoutFlags returns words without the flags from at on, of which some have a value.
func withoutFlags(words []syntax.Text, at int, valued flags) []syntax.Text {
	for len(words) > at+1 && strings.HasPrefix(words[at].Value, "-") {
		skipped := 1
		if valued.has(words[at].Value) {
			skipped = 2
		}
		words = append(words[:at:at], words[min(len(words), at+skipped):]...)
	}
	return words
}

// withoutName returns the words but for the name of a tool, which ends before at; flags in between stay.
func withoutName(words []syntax.Text, at int) []syntax.Text {
	var rest []syntax.Text
	for _, w := range words[1:at] {
		if strings.HasPrefix(w.Value, "-") && w.Value != "-m" {
			rest = append(rest, w)
		}
	}
	return append(rest, words[at:]...)
}

// interpreter returns the common name of the programs that go by several.
func interpreter(program string) string {
	switch {
	case strings.HasPrefix(program, "python") || program == "py":
		return "python"
	case program == "manage.py":
		return "manage.py"
	}
	return strings.TrimSuffix(program, ".js")
}
