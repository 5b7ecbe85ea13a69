"""What somebody with every right on the database could do to the ledger. Each attack is SQL run as superuser."""

# ruff: noqa: S608  # injected SQL is the point; every part is a constant of this file

# The attacker's first step: the guards are triggers, and a superuser can switch triggers off.
DISARM = "".join(
    f"ALTER TABLE audit.{t} DISABLE TRIGGER ALL;"
    for t in ("entry", "leaf", "tile", "checkpoint", "publication", "detail")
)

_AT = "(SELECT entry_id FROM audit.leaf WHERE leaf_index = {place})"
_EDIT = "UPDATE audit.entry SET leaf = replace(leaf, 'letters.send', 'letters.sand') WHERE id = " + _AT + ";"
_SAME_HASH = "UPDATE audit.leaf l SET leaf_hash = e.leaf_hash FROM audit.entry e WHERE e.id = l.entry_id;"
_DELETE = (
    "CREATE TEMP TABLE gone AS SELECT entry_id FROM audit.leaf WHERE leaf_index = {place};"
    "DELETE FROM audit.leaf WHERE leaf_index = {place};"
    "DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM gone);"
)
_RENUMBER = (
    "UPDATE audit.leaf SET leaf_index = leaf_index + 1000000 WHERE leaf_index > {place};"
    "UPDATE audit.leaf SET leaf_index = leaf_index - 1000001 WHERE leaf_index > 1000000;"
)
_SWAP = (
    "CREATE TEMP TABLE pair AS SELECT * FROM audit.leaf WHERE leaf_index IN ({place}, {place} + 1);"
    "DELETE FROM audit.leaf WHERE leaf_index IN ({place}, {place} + 1);"
    "INSERT INTO audit.leaf SELECT 2 * {place} + 1 - leaf_index, entry_id, leaf_hash FROM pair;"
)
_CUT = (
    "DELETE FROM audit.publication WHERE tree_size > {middle}; DELETE FROM audit.checkpoint WHERE tree_size > {middle};"
    "CREATE TEMP TABLE tail AS SELECT entry_id FROM audit.leaf WHERE leaf_index >= {middle};"
    "DELETE FROM audit.leaf WHERE leaf_index >= {middle};"
    "DELETE FROM audit.entry WHERE id IN (SELECT entry_id FROM tail);"
)
# As good a forgery as can be: canonical, with an id, an object and a first revision of its own.
_FORGED = (
    "CREATE TEMP TABLE forged AS SELECT gen_random_uuid() AS id;"
    "INSERT INTO audit.entry (id, leaf) SELECT f.id, "
    "replace(replace(e.leaf, e.id::text, f.id::text), e.subject_id::text, f.id::text) FROM forged f, "
    "(SELECT * FROM audit.entry WHERE subject_rev = 1 AND subject_type = 'job' ORDER BY id LIMIT 1) AS e;"
)
_PLACE_FORGED = (
    "INSERT INTO audit.leaf SELECT (SELECT max(leaf_index) + 1 FROM audit.leaf), e.id, e.leaf_hash "
    "FROM audit.entry e JOIN forged f USING (id);"
)

_INSERT = (
    _FORGED + "DELETE FROM audit.pending;"
    "UPDATE audit.leaf SET leaf_index = leaf_index + 1000001 WHERE leaf_index >= {place};"
    "UPDATE audit.leaf SET leaf_index = leaf_index - 1000000 WHERE leaf_index > 1000000;"
    "INSERT INTO audit.leaf SELECT {place}, e.id, e.leaf_hash FROM audit.entry e JOIN forged f USING (id);"
)
_REQUEST = "requests_app_privacyrequest"

# Each attack with the place of the entry that has to be named. Where places were moved or hashes put right, the first
# that can be named is the first one after the last good checkpoint. None: it has no place; its id or row is named.
ATTACKS: dict[str, tuple[str, str | None]] = {
    "edit": (_EDIT, "place"),
    "edit_and_fix_hash": (_EDIT + _SAME_HASH, "start"),
    "delete": (_DELETE, "place"),
    "delete_and_renumber": (_DELETE + _RENUMBER, "start"),
    "insert": (_INSERT, "start"),
    "swap": (_SWAP, "start"),
    "cut_tail": (_CUT, "last"),
    "append_unsigned": (_FORGED + _PLACE_FORGED, "size"),
    "hide_from_sequencer": (_FORGED + "DELETE FROM audit.pending WHERE entry_id IN (SELECT id FROM forged);", None),
    "alter_root": (
        "UPDATE audit.checkpoint SET root = sha256(root) "
        "WHERE tree_size = (SELECT max(tree_size) FROM audit.checkpoint);",
        "middle",
    ),
    "alter_note": ("UPDATE audit.checkpoint SET note = replace(note, 'audit/1', 'audit/2');", "before_middle"),
    "alter_tile": ("UPDATE audit.tile SET hashes = overlay(hashes PLACING '\\xff00ff00' FROM 9);", "start"),
    "drop_checkpoint": (
        "TRUNCATE audit.publication; DELETE FROM audit.checkpoint WHERE tree_size = {middle};",
        "before_middle",
    ),
    "erase_detail_without_entry": ("DELETE FROM audit.detail;", "detail"),
    "change_row_without_entry": (
        f"ALTER TABLE {_REQUEST} DISABLE TRIGGER ALL; UPDATE {_REQUEST} SET status = 'denied';",
        None,
    ),
    "delete_row_without_entry": (f"ALTER TABLE {_REQUEST} DISABLE TRIGGER ALL; DELETE FROM {_REQUEST};", None),
}
# History is changed and the whole tree built anew; then it is signed again.
START_OVER = (
    "TRUNCATE audit.publication, audit.checkpoint, audit.tile, audit.leaf;"
    + _EDIT.replace(_AT, "(SELECT id FROM audit.entry ORDER BY id LIMIT 1)")
    + "DELETE FROM audit.pending; INSERT INTO audit.pending SELECT id, leaf_hash FROM audit.entry;"
)
