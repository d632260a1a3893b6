"""`python -I dsr/effects/jail PROGRAM ARGUMENT...`: run one of the programs.

Python puts this folder, and no other of the product, where it looks for modules: `programs` is all that can be
imported from here.
"""

import sys
from importlib import import_module

import_module(f"programs.{sys.argv[1]}").main(sys.argv[2:])
