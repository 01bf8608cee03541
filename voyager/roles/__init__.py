"""Who proposes, writes, judges and describes: with a language model, or by the rules alone."""
