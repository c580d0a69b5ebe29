"""What people are told, one module for each noun."""
