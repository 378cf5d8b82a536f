"""Every sentence a person reads, window and command line alike. Nothing else speaks French.

Read by `ui` and `cli` alone; free of Qt. One module a subject.
"""
