"""Input, checked here and done in the actions: one module for each noun."""
