"""The command line: one file per command group, and the composition of everything else."""
