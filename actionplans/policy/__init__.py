"""May this person do this now, and if not, why: one module for each noun."""
