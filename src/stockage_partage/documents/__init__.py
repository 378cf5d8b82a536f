"""Documents on their way: what they are, where they belong, and how they get there.

`document_types`, `segments`, `filing_plan`, `placing` and `invoice` are pure; `factur_x` reads
strangers' files; `deposit` and `sending` join the company database and Microsoft 365.
"""
