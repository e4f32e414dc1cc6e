package server

// methodFocus is Portclash's own notification, without params, that a person has come back to the editor: what the
// machine shows is looked at at once, as meanwhile servers may have been started or ended elsewhere.
const methodFocus = "portclash/focus"

func (s *server) focus(*struct{}) error {
	token(s.look)
	return nil
}
