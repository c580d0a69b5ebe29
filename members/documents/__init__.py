"""Official papers of members, one module for each noun."""
