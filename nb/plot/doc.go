// Package plot draws what package metrics reads and package history records.
//
// Every function is pure: the same argument gives the same bytes. Each returns a Picture, the same
// drawing as SVG, as PNG at two pixels per CSS pixel, and as a few lines of text, so that it can be shown
// wherever a notebook is read. Colours are those of Okabe and Ito ("Color Universal Design", 2008), which
// remain distinct for colour-blind readers; the background is white, also in a dark notebook.
package plot
