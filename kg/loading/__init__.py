"""The compiled graph published to a store of somebody else's: sent in batches, resumed where it broke off, checked."""
