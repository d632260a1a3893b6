"""What runs locked in: the programs that read hostile files, and nothing else of the product."""
