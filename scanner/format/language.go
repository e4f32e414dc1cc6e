package format

// NameOf returns a name that files in an editor's language go by, for a text that has none yet (LSP, "Text Document
// Language Identifiers", and what editors add to them). It is empty where no format reads the language.
func NameOf(language string) string {
	switch language { // languages that are not named for the ending of their files
	case "dockercompose":
		return "compose.yaml"
	case "dotenv":
		return ".env"
	}
	for _, name := range []string{language, "untitled." + language} {
		if Knows(name) {
			return name
		}
	}
	return ""
}
