package machine

import (
	"strings"
	"testing"
)

func TestTitle(t *testing.T) {
	for _, tt := range []struct{ name, args, want string }{
		{"node", "node /home/me/shop/node_modules/.bin/vite", "vite"},
		{"node", "node /home/me/shop/node_modules/.bin/next dev -p 3000", "next dev"},
		{"node", "node --inspect -r dotenv/config server.js --port 80", "server.js"},
		{"node", "node --require=dotenv/config dist/main.js", "main.js"},
		{"node", "node ./node_modules/@angular/cli/bin/ng.js serve", "ng serve"},
		{"node", "node node_modules/react-scripts/scripts/start.js", "react-scripts start"},
		{"node", "node node_modules/@scope/tool/bin/cli.js", "@scope/tool"},
		{"node", `C:\node\node.exe C:\shop\node_modules\vite\bin\vite.js preview`, "vite preview"},
		{"node", "node -e require('http')", ""},
		{"node", "node", ""},
		{"node", "node server.js 8080", "server.js"},
		{"node", "node server.js /home/me/secret", "server.js"},
		{"python3", "python3 manage.py runserver 8000", "manage.py runserver"},
		{"python3.11", "/home/me/venv/bin/python3.11 /home/me/venv/bin/uvicorn app.main:app --reload", "uvicorn app.main:app"},
		{"python", "python -m http.server 8000", "http.server"},
		{"python", "python -X dev -m flask run", "flask run"},
		{"python", "python -c import-x", ""},
		{"ruby", "ruby bin/rails server", "rails server"},
		{"php", "php artisan serve", "artisan serve"},
		{"php", "php -S localhost:8000", ""},
		{"java", "java -Xmx1g -jar app.jar --server.port=80", "app.jar"},
		{"java", "java -cp a.jar:b.jar org.example.Main", "org.example.Main"},
		{"deno", "deno run --allow-net server.ts", "server.ts"},
		{"bun", "bun --hot server.ts", "server.ts"},
		{"dotnet", "dotnet Shop.dll", "Shop.dll"},
		{"postgres", "postgres -D /var/lib/postgresql", ""},
		{"redis-server", "redis-server *:6379", ""},
		{"ControlCenter", "/System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter", "AirPlay Receiver"},
		{"wslrelay.exe", "wslrelay.exe --mode 2", "WSL relay, for a program in WSL"},
		{"node", "/home/me/.vscode-server/bin/1/node /home/me/.vscode-server/bin/1/out/server-main.js --host=127.0.0.1", "VS Code server"},
		{"node", "/home/me/.vscode-server/bin/1/node /x/bootstrap-fork --type=extensionHost", "VS Code extension host"},
		{"code", "/usr/share/code/code --type=utility", "VS Code, which forwards a port or runs an extension"},
		{"", "", ""},
	} {
		t.Run(tt.args, func(t *testing.T) {
			if got := title(tt.name, strings.Fields(tt.args)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := title("next-server (v1", []string{"next-server (v15.1.0)"}); got != "next-server" {
		t.Errorf("got %q", got)
	}
}

func FuzzTitle(f *testing.F) {
	f.Add("node", "node\x00-r\x00x\x00node_modules/.bin/next\x00dev")
	f.Add("python3", "python3\x00-m")
	f.Fuzz(func(t *testing.T, name, args string) {
		got := title(name, strings.Split(args, "\x00"))
		if strings.ContainsRune(got, 0) {
			t.Errorf("%q", got)
		}
		runnerCall(name, strings.Split(args, "\x00"))
	})
}

func TestScripted(t *testing.T) {
	for name, tt := range map[string]struct {
		owner             *Owner
		scripted, airPlay bool
	}{
		"a script":              {&Owner{Name: "node", Title: "next dev"}, true, false},
		"what a runner started": {&Owner{Name: "api", Runner: "go run"}, true, false},
		"a daemon":              {&Owner{Name: "postgres"}, false, false},
		"AirPlay":               {&Owner{Name: "ControlCenter", Title: airPlay}, false, true},
		"an editor":             {&Owner{Name: "code", Title: wellKnown("code", nil)}, false, false},
		"nobody knows":          {nil, false, false},
	} {
		if tt.owner.Scripted() != tt.scripted || tt.owner.AirPlay() != tt.airPlay {
			t.Errorf("%s: scripted %v, AirPlay %v", name, tt.owner.Scripted(), tt.owner.AirPlay())
		}
	}
}
