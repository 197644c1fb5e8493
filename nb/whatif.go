package nb

import (
	"fmt"
	"path/filepath"

	"github.com/seqpair/seqpair/nb/plot"
	"github.com/seqpair/seqpair/nb/whatif"
)

// WhatIf explores a run, given by its name or path: what follows on the test part from a threshold, from the costs of
// the two kinds of mistake, from the prevalence in deployment and from how many alerts people can review. Show it: in
// JupyterLab sliders move all of it at once, without a kernel; elsewhere a picture shows the assumptions that it holds,
// which may be changed before. The run needs predictions on its validation and its test part.
func WhatIf(run string) (*whatif.Analysis, error) {
	opened, err := Open(run)
	if err != nil {
		return nil, err
	}
	valid, err := opened.State("valid")
	if err != nil {
		return nil, fmt.Errorf("nb: what if: %w", err)
	}
	test, err := opened.State("test")
	if err != nil {
		return nil, fmt.Errorf("nb: what if: %w", err)
	}
	analysis, err := whatif.New(valid, test)
	if err != nil {
		return nil, fmt.Errorf("nb: what if of run %s: %w", filepath.Base(opened.Path), err)
	}
	analysis.Name = opened.Name
	if t := threshold(opened); t > 0 {
		analysis.Threshold = t
	}
	return analysis, nil
}

func whatIfView(a *whatif.Analysis) (view, error) {
	specification, err := a.VegaLite()
	if err != nil {
		return view{}, err
	}
	picture, err := a.Picture()
	if err != nil {
		return view{}, err
	}
	page, err := a.Page()
	if err != nil {
		return view{}, err
	}
	return interactive(picture, specification, page), nil
}

// interactive is a picture that moves where a front end can move it.
func interactive(p plot.Picture, vegaLite, page []byte) view {
	v := pictureView(p)
	v.vegaLite, v.page = vegaLite, page
	return v
}
