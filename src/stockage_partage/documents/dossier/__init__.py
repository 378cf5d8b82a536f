"""A dispute's dossier: documents with their readable views, an index, proofs and the journal's extract."""
