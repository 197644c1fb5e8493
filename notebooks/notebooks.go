package notebooks
