package registry

// ServesHTTP reports whether a program, called as commands and configurations name it ("vite", "manage.py
// runserver"), serves HTTP or WebSocket on every port that it listens on.
func ServesHTTP(program string) bool {
	_, known := webServers[program]
	return known
}

// DevServer reports whether a program serves HTTP to the developer who starts it, and nobody else: it is hardly ever
// run by an administrator or in production.
func DevServer(program string) bool { return webServers[program] }

// webServers have true for those that are only for development.
var webServers = map[string]bool{
	"next": false, "nuxt": false, "nuxi": false, "remix": false, "serve": false, "http-server": false, "sirv": false,
	"vite": true, "astro": true, "ng": true, "react-scripts": true, "react-router dev": true, "gatsby": true,
	"webpack": true, "webpack-dev-server": true, "rsbuild": true, "parcel": true, "storybook": true,
	"start-storybook": true, "docusaurus": true, "vuepress": true, "vitepress": true, "vue-cli-service": true,
	"eleventy": true, "ember": true, "live-server": true, "lite-server": true, "browser-sync": true, "json-server": true,
	"karma": true, "wrangler": true, "netlify": true, "netlify dev": true,

	"gunicorn": false, "uvicorn": false, "hypercorn": false, "waitress-serve": false, "granian": false, "streamlit": false,
	"jupyter": false, "flask": false, "python -m http.server": true, "python -m SimpleHTTPServer": true,
	"python manage.py runserver": true, "python manage.py runserver_plus": true, "django-admin runserver": true,
	"manage.py runserver": true, "mkdocs serve": true, "sphinx-autobuild": true,

	"rails": false, "puma": false, "rackup": false, "jekyll": true, "php artisan serve": true, "hugo": true,
	"trunk serve": true, "mdbook serve": true,
}
