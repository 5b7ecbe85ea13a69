"""What lies on top of a bundle, for whoever opens it."""

TEXT = """This zip file is evidence: the ledger of a privacy request portal, or the part of it about one request.

Check it on a computer of your own, without a network:

    python3 -S -I verify_ledger.py THIS-FILE.zip --key VKEY --note CHECKPOINT-YOU-KEPT

or open verify_ledger.html in a browser and drop this file on it. Take the verifier from elsewhere if you can: who could
change the ledger could change the verifier in here. Without --key it prints the fingerprint of the key: compare it with
one of our letters. A note is any checkpoint or receipt that you got earlier; each one narrows what could be faked.

bundle.json         what this bundle holds, and when it was made
checkpoint          the newest signed checkpoint (c2sp.org/tlog-checkpoint)
log.vkey            the public keys that came with this bundle
tile/               the tree and the entries (c2sp.org/tlog-tiles); tile/recorded holds the database's clock beside them
earlier/            logs that have ended, in the same layout
proofs/             in a bundle of one request: each entry with its proof (c2sp.org/tlog-proof)
checkpoints.jsonl   every checkpoint ever signed, as kept in the database and in the folder outside it
publications.jsonl  where each of them was sent
rows.jsonl          every object as the tables show it today: kind, id, revision, status
unsequenced.jsonl   entries that had no place yet when the bundle was made
details.jsonl       which sealed details there are and, if asked for, what they say

An entry is the exact text in tile/entries: opaque ids, codes, counts and days, never a name.
"""
