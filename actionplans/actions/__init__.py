"""What is done, one module for each noun: each act locks, asks, saves, records and tells."""
