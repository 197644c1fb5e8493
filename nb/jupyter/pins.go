package jupyter

import _ "embed"

// The pins. A change of one of them makes the next set-up repeat the steps that depend on it.
var (
	//go:embed pins/gonb.mod
	toolsMod []byte
	//go:embed pins/gonb.sum
	toolsSum []byte

	// requirements is the whole set that jupyterlab, nbclient and nbconvert resolve to, less ipykernel and
	// what only it needs: the one kernel here is Go's.
	//go:embed pins/requirements.txt
	requirements []byte
)

// directRequirements are for a Python on which the whole set does not install or does not load:
// pip then chooses the versions of the rest.
var directRequirements = []string{"jupyterlab==4.6.6", "nbclient==0.11.0", "nbconvert==7.17.2"}
