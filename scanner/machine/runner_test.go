package machine

import "testing"

func TestRunnerCall(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"npm run dev", ""}, "npm run dev"},
		{[]string{"npm", "run", "dev", "--", "--port", "3000"}, "npm run dev"},
		{[]string{"node", "/usr/lib/node_modules/npm/bin/npm-cli.js", "run", "dev"}, "npm run dev"},
		{[]string{"node", "/usr/local/bin/pnpm", "--silent", "dev"}, "pnpm dev"},
		{[]string{"node", "/usr/share/yarn/bin/yarn.js", "start"}, "yarn start"},
		{[]string{"make", "-j4", "serve"}, "make serve"},
		{[]string{"go", "run", "./cmd/api"}, "go run ./cmd/api"},
		{[]string{"/usr/bin/make"}, "make"},
		{[]string{"node", "server.js"}, ""},
		{[]string{"bash", "-c", "npm run dev"}, ""},
		{nil, ""},
	} {
		name := ""
		if len(tt.args) > 0 {
			name = programOf(tt.args[0])
		}
		if got := runnerCall(name, tt.args); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.args, got, tt.want)
		}
	}
}
