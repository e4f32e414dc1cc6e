package check

import (
	"slices"
	"strings"
)

// lastName returns the last name of a key: API_URL for services.web.environment.API_URL or …environment[2].API_URL.
func lastName(key string) string {
	return key[strings.LastIndexByte(key, '.')+1:]
}

// lastWords returns the words of the last name of a key, in lower case: api, url for services.web.environment.API_URL.
func lastWords(key string) []string {
	words := nameWords(lastName(key))
	for i, word := range words {
		words[i] = strings.ToLower(word)
	}
	return words
}

// nameWords returns the words of a name: WEB, URL for WEB_URL, web-url and webUrl alike, in capitals.
func nameWords(name string) []string {
	var words []string
	start := 0
	cut := func(end int) {
		if end > start {
			words = append(words, strings.ToUpper(name[start:end]))
		}
	}
	for i := range len(name) {
		switch c := name[i]; {
		case !letterOrDigit(c):
			cut(i)
			start = i + 1
		case i > start && upper(c) && !upper(name[i-1]):
			cut(i)
			start = i
		}
	}
	cut(len(name))
	return words
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func letterOrDigit(c byte) bool {
	return upper(c) || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80
}

// telling returns the words of a name that tell one service from another, in capitals: WEB for web, WEB_PORT and
// web-server.
func telling(name string) string {
	return strings.Join(slices.DeleteFunc(nameWords(name), func(word string) bool { return slices.Contains(plainWords, word) }), " ")
}

// plainWords are those that any service's settings may have in their names.
var plainWords = strings.Fields(
	"ADDR ADDRESS APP APPS BASE BIND CONTAINER CORS DEFAULT DEV DEVELOPMENT ENDPOINT EXPOSE EXPOSED EXTERNAL FORWARD HOST HOSTNAME " +
		"HOSTS HTTP HTTPS INTERNAL LISTEN LOCAL LOCALHOST MAIN NEXT NUXT ORIGIN ORIGINS PACKAGES PORT PORTS PREVIEW PROD " +
		"PRODUCTION PROXY PUBLIC PUBLISHED REACT ROOT RUN SERVE SERVER SERVICE SERVICES SITE START TARGET TCP TEST UDP UPSTREAM URI URIS " +
		"URL URLS VITE VUE WS WSS")

// mainWords are the words in the name of the port that a program serves, and not in that of one for metrics or the like.
var mainWords = strings.Fields("app http listen node port server web")

// isMainName reports whether a setting is by its name the port that a program serves: PORT, HTTP_PORT.
func isMainName(key string) bool {
	name := lastWords(key)
	return slices.Contains(name, "port") && !slices.ContainsFunc(name, func(word string) bool { return !slices.Contains(mainWords, word) })
}

// isPlainPort reports whether a setting has the one name by which about any program is told its port.
func isPlainPort(key string) bool { return lastName(key) == "PORT" }
