package main

import (
	"context"
	"errors"
)

func start(ctx context.Context, args []string) error { return errors.New("not written yet") }
