"""checkov, run as a program of an environment of its own.

asking       all templates in one run, or in parts where it dies of one
program      which checkov is run, and what it is given around it
running      one run over some templates, in a folder that is there for nothing else
output       what it printed, whatever stands around its JSON
records      its records in our words
refusals     what it did not answer
requirements.txt      the release that is tested with, and all that it needs, with hashes

It is never imported: it pins boto3 and a hundred others.
"""

from synthgate.adapters.checkov.asking import ask

__all__ = ["ask"]
