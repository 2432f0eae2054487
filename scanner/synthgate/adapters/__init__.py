"""Other tools: those that are run over what was scanned, and the reports of any that are read.

    asking       what a tool is asked, and the table of those that can be
    process      a program run within bounds: time, output, no shell
    checkov, cdk_nag, cfn_lint, cfn_validate      one package or module a tool
    sarif        anyone's SARIF

An adapter translates (`synthgate.model.Reported`) and judges nothing: what is one fault is settled
in `synthgate.judge.joining`. A tool that fails is a problem that names it, and loses nothing else.
"""
