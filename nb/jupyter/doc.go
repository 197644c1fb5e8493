// Package jupyter sets up JupyterLab with the GoNB kernel inside one folder of a project, and runs
// notebooks in it. It needs Go and Python 3.10 or newer; everything else it installs, at pinned
// versions, under <project>/.seqpair. Outside that folder only Go's and pip's caches are written to.
//
//	project, err := jupyter.Find(".")       // the repository, a module that requires seqpair
//	err = jupyter.Setup{Project: project, Progress: os.Stderr}.Run(ctx)
//	result, err := project.Run(ctx, jupyter.Execution{Notebook: "first.ipynb"})
//	err = project.Lab(ctx, jupyter.Lab{})
//
// The folder .seqpair holds:
//
//	venv/           Python packages, and the kernelspec "gonb" shown as "Go (seqpair)"
//	tools/ bin/     the module that pins gonb and goimports, and the two programs; what the kernel calls as go
//	brief/          the program that makes one line of a panic in a cell
//	xla/            the XLA CPU plugin, where one had to be installed
//	warm/           the program that warms the build cache for what cells import
//	jupyter/        Jupyter's own configuration, data and runtime files
//	tutorials/      the tutorials as JupyterLab opens them outside this repository
//	tutorial-runs/  the tutorials as they run without a browser, a folder for each set of parameters
//	executed/       executed notebooks and their HTML
//	logs/ tmp/      what the set-up steps printed, what kernels need while they run
package jupyter
