package server

import "regexp"

const hidden = "•••"

// Where secrets are on a command line: in the user part of a URL, and after a name that says so.
var (
	urlPassword = regexp.MustCompile(`(://[^\s/:@]*:)[^\s/@]+@`)
	namedSecret = regexp.MustCompile(`(?i)([\w.-]*(?:passwo?r?d|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth)[\w.-]*(?:=|:|\s+))("[^"]*"|'[^']*'|[^\s"'-][^\s]*)`)
)

// masked returns a command line without the credentials in it: others may look at the same screen.
func masked(command string) string {
	command = urlPassword.ReplaceAllString(command, "${1}"+hidden+"@")
	return namedSecret.ReplaceAllString(command, "${1}"+hidden)
}
