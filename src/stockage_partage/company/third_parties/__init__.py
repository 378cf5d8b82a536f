"""The company's third parties: kept, checked, recognised, imported."""
