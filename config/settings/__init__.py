"""One settings module for each place the product runs: embedded, test, production."""
