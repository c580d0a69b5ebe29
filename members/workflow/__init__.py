"""The ways of things, one module for each noun: frozen tables of transitions."""
