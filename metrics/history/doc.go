// Package history is being written.
package history
