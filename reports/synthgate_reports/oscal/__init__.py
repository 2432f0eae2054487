"""`oscal=DIR`: three documents of the Open Security Controls Assessment Language (NIST), 1.2.

`assessment-results.json` has a result for each framework: a result has one set of reviewed
controls, so that whoever works with one framework need not part it from others. It imports
`assessment-plan.json`, which says what was to be looked at; `component-definition.json` says which
rules serve which controls, on which grounds.

What OSCAL has no word for is never made better by that: its findings know *satisfied* and *not
satisfied*. A control that is unknown, not assessed or not applicable has no finding; its
observations, and the remarks of the reviewed controls, tell of it.

Every uuid is made of what it is of (`terms.uid`), and every time is that of the stamp
(``--stamp``), else of the start of 1970: the same report gives the same bytes.
"""
