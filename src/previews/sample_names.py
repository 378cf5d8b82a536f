"""Names for made-up companies and people, as long and as French as real ones."""

from __future__ import annotations

LONG_COMPANY = (
    "Établissements L’Hôpital & Fils – Société nouvelle de bijouterie, d’horlogerie et de "
    "joaillerie fine du Val-de-Loire réunis"
)
LONG_ACCOUNT = "marie-antoinette.de-la-rochefoucauld-montmorency@bijou-sa.fr"
PRINT_FOLDER = r"C:\Users\Marie\Documents\Stockage et partage\Impressions\Gestion commerciale"
FOLDER = r"C:\Users\Marie\Documents\Retour SharePoint"
CUSTOMER = "Carat Joaillerie"
SUPPLIER, FOREIGN_SUPPLIER = "Billo Frères", "Müller Feinwerk GmbH"
PRINTERS = ("Accueil – Laser couleur", "Comptabilité")
ADDED_ONLINE = (
    "Sage/Clients/CARAT/Documents attachés/Plan d’accès.pdf",
    "Sage/Fournisseurs/BILLO/Documents attachés/Contrat.pdf",
)
OUT_OF_REACH = "Sage/Salariés/MARTINL/Documents attachés/Contrat.pdf"
