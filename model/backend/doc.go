// Package backend chooses what GoMLX computes on, and never waits for a network to do so: New only
// looks at what is there, Install is the one function that downloads.
//
// XLA on the CPU needs cgo and a plugin, a shared library of about 200 MB. Built without cgo, or
// with the tag noxla, the package links the pure-Go backend only. Everything runs on either.
package backend
