//go:build !linux

package machine

import "context"

// Vanished returns a channel that gets word when a listener of the last picture has gone. Only Linux tells; here it
// never gets any.
func (*Machine) Vanished(context.Context) <-chan struct{} { return make(chan struct{}) }
