// Package nb shows runs, metrics and findings in a Jupyter notebook with the GoNB kernel, and as text
// everywhere else: a program, a test, a terminal.
//
// What it shows needs no script, no style sheet and no network, so that it is still there when the notebook
// is opened by someone who has not run it, on GitHub, or as exported HTML. Text from data is escaped. No
// function waits for a browser. The package links no GoMLX: a cell that only looks starts at once.
package nb
