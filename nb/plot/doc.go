// Package plot draws what package metrics reads and package history records.
//
// Every function is pure: the same argument gives the same bytes. Each returns a Picture, the same
// drawing as SVG, as PNG at two pixels per CSS pixel, and as a few lines of text, so that it can be shown
// wherever a notebook is read. Colours are those of Okabe and Ito ("Color Universal Design", 2008), which
// remain distinct for colour-blind readers; the background is white, also in a dark notebook, so that a picture reads
// the same wherever it is shown. Curves have the line of a model without skill and, where there is one, their
// pointwise 95 % interval.
//
// The axes are gonum/plot's, which draws the same picture as SVG and as PNG in pure Go, with fonts of its own, and
// links neither a browser nor a script: what writes HTML for a charting script shows nothing on GitHub, in an untrusted
// notebook or offline. Everything on the axes is drawn here.
package plot
