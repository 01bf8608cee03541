"""What people see: folds of the journal, drawn in a terminal or as lines."""
