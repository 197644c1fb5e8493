// Package pair holds architectures for pairs of sequences. They are plain structs of sizes, built in
// operations that every backend of GoMLX has with their gradients.
package pair
