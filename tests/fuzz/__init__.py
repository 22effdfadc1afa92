"""Made-up texts and broken files, held against the laws: see docs/reliability.md. ``make fuzz`` runs the long form."""
