// Package predictions is being written.
package predictions
