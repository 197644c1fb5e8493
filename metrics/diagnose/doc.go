// Package diagnose is being written.
package diagnose
