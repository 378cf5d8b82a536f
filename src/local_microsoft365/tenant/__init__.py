"""What the local Microsoft 365 remembers and its rules, without HTTP."""

from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.tenant import Tenant

__all__ = ["Refused", "Tenant", "Why"]
