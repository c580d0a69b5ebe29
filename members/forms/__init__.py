"""What is asked, and whether the answer makes sense: one module for each noun."""
