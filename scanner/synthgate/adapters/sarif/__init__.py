"""Anyone's SARIF (version 2.1.0), as other tools write it; nothing that it names is opened.

    log         a file: what of it can be read, and its runs
    runs        a run: who says it, and each of its results
    places      where a result is, as far as it tells: a file, a resource, lines
    addresses   artifact locations to paths
    paths       paths to files as reports name them
    rules       what the tool says of its rules, and how it ranks them
    words       the tool's words, fit for a report
    guard, trivy      what these two say in their sentences alone
    tally       what was left out of a file, told once
    shapes      values of JSON, whatever was expected

A result is data of a stranger: each part of another shape than SARIF's is as good as absent.
"""
