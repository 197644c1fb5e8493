// Package metrics reads what an imbalanced binary classifier is worth.
package metrics
