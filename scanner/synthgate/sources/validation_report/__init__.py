"""What other tools said inside ``cdk synth``, as their reports in an assembly have it.

    in_assembly    which reports are read, and joined to templates through the assembly
    plugins        ``validation-report.json``: what validation plugins found
    nag_rows       the reports of cdk-nag 2, a row for each rule and resource
    wrong          what of a report has another shape, counted by where it stands
    words          texts of tools as they may be shown

Reports translate into `synthgate.model.Heard` and are judged nowhere here.
"""
