"""Who scans the units of a run: this process, one after another, or several processes at once.

Whoever it is, the merged report is the same bytes: a scan is a function of the plan and the unit,
and `merge` puts units in their order. An executor is given a scan and the units as they are found,
and gives each partial report as it is there, in whatever order; it keeps none.
"""
