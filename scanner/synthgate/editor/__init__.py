"""What an editor is told: the findings of the last assembly, and of templates as they are typed.

    server       the protocol, by pygls: what comes in, and what goes out
    wire         what pygls leaves undone of the base protocol
    desk         what is to be looked at, and when
    board        what is shown in which file, as long as it holds what it held
    turns        one scan at a time, in a thread of its own
    looks        a scan, of an assembly or of a buffer, within a time
    apps         where the apps of a folder, and their assemblies, lie
    marks        from a report to lines of files, those that are stale left out
    texts        lines, and columns as editors count them
    diagnostics, hovers, papers, actions    what is shown of a mark
    suppressing, cures              changes of a text

No program of the user's is run, ever, and nothing but marks is made of names that come from a
template: no command, no link.
"""
