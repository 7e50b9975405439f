"""One question put to several graphs of this kind, each answer with the name of who gave it."""
