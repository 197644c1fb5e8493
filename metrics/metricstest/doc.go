// Package metricstest is being written.
package metricstest
