"""The words of conditions: each module holds all that there is to know of one."""
