package machine

import (
	"context"
	"os"
	"os/user"
	"strconv"
	"sync"
)

// userNames remembers the names of users by their numbers: asking may take a directory service of the network.
var userNames sync.Map

// currentUser returns the name of the user that this process acts for.
func currentUser() string { return userName(uint32(os.Geteuid())) }

// userName returns a user's name, and the number where there is none or the answer takes too long.
func userName(uid uint32) string {
	if name, ok := userNames.Load(uid); ok {
		return name.(string)
	}
	number := strconv.FormatUint(uint64(uid), 10)
	name, _ := inTime(context.Background(), func() string {
		if u, err := user.LookupId(number); err == nil {
			return u.Username
		}
		return number
	})
	if name == "" {
		name = number
	}
	userNames.Store(uid, name)
	return name
}
