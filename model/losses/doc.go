package losses
