"""Many made-up requests: a few hundred are walked through the real verbs, and their histories are copied by COPY.

A copy has its own ids, reference, person, ciphertexts, search keys and days; its deadlines are worked out by the real
engine for its own day. No trigger is switched off: each chunk of rows and entries is one transaction of the
application's role, which the database checks as it checks everybody.
"""
