"""How well the parser reads: precision and recall against gold, gains and losses between two revisions."""
