package jupyter
