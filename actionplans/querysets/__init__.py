"""Which rows a person sees, one module for each noun."""
