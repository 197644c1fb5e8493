// Package slices reads a binary classifier group by group: what each group of examples reads, how far that is from
// the rest, and how far apart the groups are (demographic parity, equal opportunity, equalised odds).
//
// A [State] takes a batch and a column of group names, and keeps one metrics.State per group. Slices come in the
// order of their names; groups of fewer examples than a stated minimum are named, not read.
//
// A gap is the largest difference between two groups. With many groups the largest difference is far from 0 by chance
// alone; its interval therefore holds for all pairs at once, and a gap whose interval includes 0 shows nothing.
package slices
