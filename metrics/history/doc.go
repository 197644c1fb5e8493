// Package history is the run log: what training said while it ran, one JSON object per line.
//
// A training loop writes through the Recorder interface; Writer keeps the records in a file that stays
// readable when the process is killed, and Read brings them back.
//
// Logs of other programs are read by ReadLog, which recognises the Keras console, the Keras CSVLogger and
// this package's own file. It keeps the digits as printed (Printed), because a value that was rounded to
// four places can only prove what four places can prove.
package history
