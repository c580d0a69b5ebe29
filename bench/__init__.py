"""How fast the pages are at national scale. Not part of the product; see docs/performance.md."""
