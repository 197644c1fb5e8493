// Package columnar streams predictions of every format that package predictions knows, and also Parquet and
// zstd. It is a package of its own so that a program that needs neither does not link them.
//
// Of Parquet only the columns that are needed are read, page by page.
package columnar
