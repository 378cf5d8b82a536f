"""« Exercices »: on which day the company’s fiscal years begin."""
