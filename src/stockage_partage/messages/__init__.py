"""Every sentence a person reads, window and command line alike. No other package holds French.

Read by `ui` and `cli` alone; free of Qt. One module a subject.
"""
