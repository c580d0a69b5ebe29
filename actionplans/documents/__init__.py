"""Official papers of the plans as PDF and Word, one module for each noun."""
