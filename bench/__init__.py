"""The benchmarks. Results lie beside them as JSON and as a table; no figure is typed by hand."""
