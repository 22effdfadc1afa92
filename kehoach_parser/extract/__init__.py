"""The steps from a Document to what a plan says, each a module with one verb; ``pipeline.py`` gives their order."""
