"""How the product is configured and started. No domain words here."""
