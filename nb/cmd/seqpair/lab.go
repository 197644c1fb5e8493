package main

import (
	"context"
	"errors"
)

func lab(ctx context.Context, args []string) error { return errors.New("not written yet") }
