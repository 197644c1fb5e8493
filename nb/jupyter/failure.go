package jupyter

import "fmt"

// CellError is a cell that failed, in one or a few lines.
type CellError struct {
	Notebook string
	Cell     int    // number of the code cell, from 1, as front ends show it
	Line     int    // in the cell, from 1; 0 if unknown
	Message  string // what the compiler, the program or GoNB said
}

func (e *CellError) Error() string {
	return fmt.Sprintf("%s, cell %d, line %d: %s", e.Notebook, e.Cell, e.Line, e.Message)
}

func (n notebook) cellError(path string, index int) *CellError {
	return &CellError{Notebook: path, Cell: n.number(index)}
}
