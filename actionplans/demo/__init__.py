"""The demonstration: plain tables of invented people in real committees, and the acts they did.

`people`, `organisations`, `committees` and `plans` are data; `load` plays them through the very
actions the pages use, so that history, rounds and notices are genuine.
"""
