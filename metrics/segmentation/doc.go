// Package segmentation reads what a classifier of pixels is worth: intersection over union, Dice and accuracy, per
// class, pooled over all pixels or per image.
//
// A [State] takes images and keeps, of each, what every class hits, misses and raises in vain, and of all the K by K
// table of pixels. States merge and travel as JSON or in a compact binary form.
//
// Pixels of one image are not independent, so intervals rest on images: pooled readings are ratios of sums over
// images, with the linearised variance of such ratios (Cochran, Sampling Techniques (1977), §6.3) and Student's
// quantile. One image gives no interval.
//
// A class that is neither in the truth nor predicted has no overlap: it is left out of means and named, never counted
// as 0 or 1.
package segmentation
