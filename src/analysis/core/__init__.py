"""What all rooms use: months and parameters, problems, words and numbers, names."""
