"""The troubles a person can understand, in families named after what is done about them.

    Trouble
    ├─ Passing          wait and try again, nobody is disturbed
    ├─ AccountTrouble   the queue rests, one message, somebody acts on the account or the group
    │  ├─ SignInNeeded      … by signing in (exit code 3)
    │  └─ NotAllowed        … by obtaining a right, a licence, an activation (exit code 4)
    ├─ DocumentTrouble  that document steps aside, the others go on
    └─ SetupTrouble     this workstation or the company database must be put right first

Anything else that is raised is our own mistake and must be loud. A trouble carries facts, never a
sentence: `messages.troubles.explain` is the one place that turns it into French. `detail` is for
support (a request id, a library's own code): never a token, an upload address or a document's name.
"""

# A class is written once, where it is defined: what a family's module defines is found here too.
from stockage_partage.errors.account import *
from stockage_partage.errors.setup import *
from stockage_partage.errors.trouble import *
