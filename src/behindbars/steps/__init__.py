"""Steps: what makes files of an edition from files, each in a process of its own that sees nothing else.

`step` says what a step is, `apart` does one in a process forked from a warm one, `kernels` gives notebooks a
kernel in the same way, `executors` hands steps to the processors of this machine or of others.
"""
