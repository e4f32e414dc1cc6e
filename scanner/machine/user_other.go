//go:build !linux

package machine

import "os/user"

// currentUser returns the name of the user that this process acts for.
func currentUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
