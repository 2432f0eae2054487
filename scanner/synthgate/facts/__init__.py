"""What scans have said, as tables in Parquet: for questions about an organisation, and for reports.

A folder of facts has a folder for each table, in that one for each day, in that one for each run
(``verdicts/day=2026-12-01/run=…``): the layout that Athena, DuckDB, Spark and pyarrow read as
partitions. Beside the columns, each unit has its partial report as it is, so that any report can be
made of a run, and what is known of a unit is not scanned again.
"""
