"""What is under every room: months and parameters, problems, words and numbers, names."""
