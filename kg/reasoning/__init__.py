"""The second route: HermiT in a process of its own, compared with the rules, and asked for reasons."""
