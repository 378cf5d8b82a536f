"""Electronic invoices read out of PDF and XML files, which anybody may have made."""
