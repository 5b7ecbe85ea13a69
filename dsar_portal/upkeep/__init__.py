"""What keeps the portal alive for years: first start, upgrade, backup, restore, the journal outside the database."""
