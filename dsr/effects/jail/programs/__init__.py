"""The jailed programs. They import each other, the standard library and decoders; never the rest of the product."""
