"""The contributor's side: lesson sources to notebooks, executed, measured and checked.

Needs the `dev` extra. Nothing here is imported by a lesson, so nothing here is part of the
hash that decides whether a stored output is still valid.
"""
