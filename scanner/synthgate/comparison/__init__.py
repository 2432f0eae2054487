"""``synthgate compare``: who finds what, alone and together, and why they differ.

arguments    of the command       command   what it does
cases        one matter of one resource, with what each tool says of it
tally        how often each has what
telling      as text and Markdown           data      as JSON
"""
