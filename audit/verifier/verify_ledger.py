#!/usr/bin/env python3
"""Checks an evidence bundle of the privacy request portal, or one receipt, without the portal and without a network.

    python3 -S -I verify_ledger.py BUNDLE [--key VKEY]... [--note FILE]... [--json]

BUNDLE is the zip file of a bundle or of an evidence pack, the folder it was unpacked to, or a receipt (.tlog-proof).
--key: a public key you trust, from a letter or from the portal long ago. --note: a checkpoint, a receipt or a day file
of checkpoints that you kept yourself.
Exit code: 0 all holds, 1 something does not, 2 wrong call, 3 a file cannot be read.
One file, standard library only: signatures as in RFC 8032, tree RFC 9162, canonical text RFC 8785 (a strict profile),
file formats c2sp.org/{signed-note,tlog-checkpoint,tlog-proof,tlog-tiles}.
"""

# Kept within 400 lines of code so that it can be read in an hour; hence the dense style.
# fmt: off
import argparse, base64, io, json, os, re, sys, time, unicodedata, zipfile, zlib
from array import array
from datetime import datetime, timedelta
from functools import reduce
from hashlib import sha256, sha512
from itertools import accumulate, chain, count

VERSION = "1.1"
FIELDS = "action actor at corr detail facts from id reason request subject to v ver".split()
STEPS = {  # every lawful step of a privacy request, as docs/reference/lifecycle.md prints them
    None: "received", "denied": "received", "closed": "received", "verifying": "in_progress denied withdrawn closed",
    "received": "verifying in_progress denied withdrawn closed",
    "awaiting_requester": "in_progress in_review withdrawn closed",
    "in_progress": "awaiting_requester in_review completed partly_completed denied withdrawn closed",
    "in_review": "in_progress completed partly_completed denied withdrawn closed"}

class Bad(ValueError):
    """Something is not what it should be; the text says what."""

def unbase64(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("broken base64") from None

# ---- Ed25519, checking only (RFC 8032, section 5.1) ----
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ZERO = -121665 * pow(121666, -1, P) % P, (0, 1, 1, 0)

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P

def point(raw, negative=False):
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Bad("the public key is no point of the curve")
    x = x if (x & 1 != sign) == negative else P - x
    return x, y, 1, x * y % P

def multiples(base):
    """The products of a point with each byte at each of 32 positions: one key checks many signatures."""
    for _ in range(32):
        yield (row := list(accumulate([base] * 255, add, initial=ZERO)))
        base = add(row[-1], base)

def times(rows, number):
    return reduce(add, (row[number >> 8 * place & 255] for place, row in enumerate(rows)))

class Key:
    """A public key as name+id+base64. The tables for checking are made when first needed."""
    base = None

    def __init__(self, vkey):
        self.name, key_id, encoded = [*vkey.strip().split("+", 2), "", ""][:3]
        self.public, self.rows = unbase64(encoded)[1:], None
        self.fingerprint = " ".join(re.findall("....", sha256(self.public).hexdigest()))
        if len(self.public) != 32 or self.id_as(self.name).hex() != key_id:
            raise Bad("a public key has the form name+id+base64, and its id fits the rest")

    def id_as(self, name):
        """What signatures of this key begin with. Each epoch of a log has a name of its own; the key may stay."""
        return sha256(name.encode() + b"\n\x01" + self.public).digest()[:4]

    def made(self, signature, text):
        if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L:
            return False
        Key.base = Key.base or list(multiples(point(bytes([88] + 31 * [102]))))
        self.rows = self.rows or list(multiples(point(self.public, negative=True)))
        challenge = int.from_bytes(sha512(signature[:32] + self.public + text).digest(), "little") % L
        x, y, z, _ = add(times(Key.base, int.from_bytes(signature[32:], "little")), times(self.rows, challenge))
        inverse = pow(z, -1, P)
        return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little") == signature[:32]

class Note:
    """A signed checkpoint: origin, size, root, an empty line, signature lines."""

    def __init__(self, text):
        body, divider, tail = text.rpartition("\n\n")
        lines, self.text, self.signed = body.split("\n"), text, (body + "\n").encode()
        self.lines = [line.split(" ") for line in tail.split("\n")[:-1]]
        wrong = any(len(line) != 3 or line[0] != "\u2014" for line in self.lines) or not self.lines or tail[-1] != "\n"
        if wrong or not divider or len(lines) < 3 or not re.fullmatch(r"[1-9]\d{0,17}", lines[1], re.ASCII):
            raise Bad("a checkpoint has an origin, a size and a root, an empty line, then signatures")
        self.origin, self.size, self.root = lines[0], int(lines[1]), unbase64(lines[2])

    def check(self, keys):
        """Raise unless a key signed this. A wrong signature in the name of a known key spoils the note."""
        pairs = [(key, name, unbase64(text)) for _, name, text in self.lines for key in keys]
        found = [key.made(raw[4:], self.signed) for key, name, raw in pairs if key.id_as(name) == raw[:4]]
        if not found or not all(found):
            raise Bad("its signature does not fit" if found else "no known key signed it")

# ---- the tree (RFC 9162, section 2.1) ----
def node(left, right):
    return sha256(b"\x01" + left + right).digest()

class Tree:
    """Grows leaf by leaf; `upper[n]` collects the hashes that stand in the tiles of level n, from 1 on."""

    def __init__(self):
        self.size, self.peaks, self.upper = 0, [], {}

    def append(self, value):
        self.size += 1
        size, height = self.size, 0
        while not size & 1:
            value, size, height = node(self.peaks.pop(), value), size >> 1, height + 1
            if not height & 7:
                self.upper.setdefault(height >> 3, bytearray()).extend(value)
        self.peaks.append(value)

    def root(self):
        return reduce(lambda right, left: node(left, right), reversed(self.peaks))

def rebuilt(value, index, size, steps):
    """The root to which the steps of an inclusion proof lead from a leaf hash (section 2.1.3)."""
    if not 0 <= index < size or bool(steps) != (size > 1):
        raise Bad("the proof has too many or too few steps")
    if not steps:
        return value
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return node(rebuilt(value, index, half, steps[:-1]), steps[-1])
    return node(steps[-1], rebuilt(value, index - half, size - half, steps[:-1]))

# ---- the text of an entry ----
def whole(text):
    if abs(int(text)) >= 2**53:
        raise Bad("a number is too large")
    return int(text)

def members(pairs, known=set()):  # the shared memory of good keys is meant
    found = dict(pairs)
    if not found.keys() <= known:
        if not all(re.fullmatch("[a-z0-9_]+", key) for key in found):
            raise Bad("a key is not made of a-z 0-9 _")
        known.update(found)
    return found

hooks = {"parse_int": whole, "parse_float": whole, "parse_constant": whole, "object_pairs_hook": members}
decode = json.JSONDecoder(**hooks).decode
encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

def read_entry(raw):
    """The entry of a leaf, and the numbers of entry and subject. Bad unless the bytes are its one canonical text."""
    try:
        text = raw.decode()
        leaf = decode(text)
        if encode(leaf) != text or "\\u0000" in text or not (text.isascii() or unicodedata.is_normalized("NFC", text)):
            raise Bad("its text is not canonical")
        if list(leaf) != FIELDS or leaf["v"] != 1 or leaf["subject"]["rev"] < 1 or not leaf["at"].endswith("Z"):
            raise Bad("it has not the fields of an entry")
        leaf["numbers"] = number(leaf["id"]), number(leaf["subject"]["id"])
        return leaf
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as bad:
        raise bad if type(bad) is Bad else Bad("its text cannot be read as an entry") from None

def number(uuid):
    return int(uuid.replace("-", ""), 16)

def apart(first, second):
    """Whether two instants lie more than five minutes apart."""
    if first[:16] == second[:16]:
        return False
    return abs(datetime.fromisoformat(first[:26]) - datetime.fromisoformat(second[:26])) > timedelta(minutes=5)

def read_receipt(text):
    """Leaf text, public key, place, steps and checkpoint of a proof file."""
    try:
        top, _, note = text.partition("\n\n")
        first, extra, index, *steps = top.split("\n")
        about = json.loads(unbase64(extra.replace("extra ", "", 1)))
        if first != "c2sp.org/tlog-proof@v1" or not re.fullmatch(r"index (0|[1-9]\d{0,17})", index, re.ASCII):
            raise Bad("its first lines are not those of a proof file")
        return about["leaf"].encode(), about["vkey"], int(index[6:]), [unbase64(step) for step in steps], Note(note)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as bad:
        raise Bad(f"the receipt is cut off or is no receipt: {bad}") from None

class Bundle:
    """Reads a zip file and a folder alike."""

    def __init__(self, path):
        self.path, self.zip = path, None if isinstance(path, str) and os.path.isdir(path) else zipfile.ZipFile(path)
        found = (os.path.join(top, name) for top, _, names in os.walk(path) for name in names) if not self.zip else ()
        self.names = set(self.zip.namelist() if self.zip else (os.path.relpath(name, path) for name in found))

    def open(self, name):
        if name not in self.names:
            raise Bad(f"the bundle has no {name}")
        return self.zip.open(name) if self.zip else open(os.path.join(self.path, name), "rb")

    def read(self, name):
        with self.open(name) as file:
            return file.read(2**26 if name != "ledger.zip" else -1)

    def lines(self, name):
        with self.open(name) as file:
            yield from map(json.loads, file)

    def ledger(self, check):
        """The ledger's part of an evidence pack, after every file of the pack was compared with its list of hashes."""
        if "ledger.zip" not in self.names:
            return self
        told, sums = json.loads(self.read("manifest.json"))["files"], self.read("SHA256SUMS").decode()
        if sums != "".join(f"{told[name]}  {name}\n" for name in sorted(told)):
            check.problem("pack", None, "the two lists of files in the pack differ")
        for name in sorted({*told, *self.names} - {"manifest.json", "SHA256SUMS"}):
            if sha256(self.read(name) if name in self.names else b"").hexdigest() != told.get(name):
                check.problem("pack", None, f"{name} is not the file that the pack was made with")
        check.figures.update(pack_files=len(told))
        return Bundle(io.BytesIO(self.read("ledger.zip")))

    def tile(self, log, kind, place):
        """A full tile or, at the right edge, the partial one. Empty where there is none."""
        high, name = place // 1000, f"{place % 1000:03d}"
        while high:
            high, name = high // 1000, f"x{high % 1000:03d}/{name}"
        name = f"{log['prefix']}tile/{kind}/{name}"
        names = (name, *(f"{name}.p/{width}" for width in range(255, 0, -1)))
        return next((self.read(name) for name in names if name in self.names), b"")

class Check:
    """All findings, and what the entries say became of every object: one small number each."""

    def __init__(self, keys):
        self.keys, self.problems, self.remarks, self.figures = keys, [], [], {}
        self.roots, self.seen, self.ids = {}, set(), array("Q")
        self.kinds, self.states, self.heads, self.waiting = [], [None], {}, {}
        self.details, self.erased, self.opened = {}, set(), {}

    def problem(self, kind, index, sentence, entry=None):
        self.problems[1000:] = [{"kind": kind, "index": index, "entry": entry, "sentence": sentence}]

    def note(self, where, text, origins):
        """A checkpoint that anyone holds: signed by a known key, of this log, never two roots for one size."""
        if text in self.seen:
            return
        size = None
        try:
            self.seen.add(text)
            note = Note(text)
            size = note.size
            note.check(self.keys)
            if note.origin not in origins:
                raise Bad(f"it is of another log, {note.origin}")
            if self.roots[note.origin].setdefault(size, note.root) != note.root:
                self.problem("split", size - 1, f"two histories of {size} entries were signed; {where} is of the other")
        except Bad as bad:
            self.problem("checkpoint", size and size - 1, f"{where} over {size or '?'} entries does not hold: {bad}")

    def receipt(self, text):
        leaf, _, index, steps, note = read_receipt(text)
        note.check(self.keys)
        entry = read_entry(leaf)
        if rebuilt(sha256(b"\x00" + leaf).digest(), index, note.size, steps) != note.root:
            self.problem("proof", index, "the proof does not lead from the entry to the signed root", entry["id"])
        return entry, index, note

    def take(self, leaf, index):
        """Count an entry, and apply it once all earlier ones of its object are there (a queue may mix the order)."""
        (entry, subject), kind = leaf["numbers"], leaf["subject"]["type"]
        self.ids.append(entry & (2**64 - 1))
        if leaf["detail"] is not None:
            self.details[leaf["id"]] = (index, leaf["detail"])
        if leaf["action"] in ("audit.detail_erased", "ledger.epoch_opened"):
            self.erased.add(leaf["facts"].get("entry"))
            self.opened[index] = leaf["facts"]
        key, rev = self.key(kind, subject), leaf["subject"]["rev"]
        queue = [(rev, index, leaf["id"], leaf["from"], leaf["to"])]
        if key in self.waiting:
            queue = sorted(self.waiting.pop(key) + queue, key=lambda one: one[0])
        while queue and queue[0][0] == (self.heads.get(key, 0) >> 8) + 1:
            self.step(key, kind, *queue.pop(0))
        if queue:
            self.waiting[key] = queue

    def key(self, kind, subject):
        if kind not in self.kinds:
            self.kinds.append(kind)
        return subject << 8 | self.kinds.index(kind)

    def step(self, key, kind, rev, index, entry, before, after):
        state = self.states[self.heads.get(key, 0) & 255]
        if before is not None and before != state:
            self.problem("step", index, f"entry {entry} says a {kind} was {before}, but it was {state}", entry)
        elif kind == "request" and after is not None and after not in STEPS.get(before, "").split():
            self.problem("step", index, f"entry {entry} leads from {before} to {after}, and no rule does", entry)
        if after is not None and after not in self.states:
            self.states.append(after)
        self.heads[key] = rev << 8 | self.states.index(state if after is None else after)

    def tree(self, bundle, log):
        """One walk over a log: text, hash, tiles, clocks, and the root at every checkpoint ever signed."""
        tree, good, late, newest, roots = Tree(), 0, [0, 0], "", self.roots[log["origin"]]
        for place in count():
            raw, hashes, clock = (bundle.tile(log, kind, place) for kind in ("entries", "0", "recorded"))
            clock, at, slot = clock.decode().split(), 0, 0
            while at < len(raw):
                end, index, entry = at + 2 + int.from_bytes(raw[at : at + 2], "big"), log["first"] + tree.size, None
                text, placed, at = raw[at + 2 : end], hashes[32 * slot : 32 * slot + 32], end
                value = sha256(b"\x00" + text).digest()
                try:
                    leaf = read_entry(text)
                    entry = leaf["id"]
                    self.take(leaf, index)
                    recorded = clock[slot] if slot < len(clock) else leaf["at"]
                    late[0] += apart(leaf["at"], recorded)
                    late[1] += recorded < newest and apart(recorded, newest)
                    newest = max(newest, recorded)
                except Bad as bad:
                    self.problem("text", index, f"the entry at place {index} cannot be: {bad}")
                if value != placed:
                    self.problem("edited", index, f"the text at place {index} is not the one placed there", entry)
                tree.append(placed if len(placed) == 32 else value)
                slot += 1
                if tree.size in roots:
                    good = self.root(tree, roots[tree.size], good, log["first"])
            if not raw:
                break
            if place % 256 == 255:
                print(f"{tree.size} entries checked", file=sys.stderr)
        words = ("tell a time over 5 minutes from the database's clock", "were recorded over 5 minutes out of turn")
        self.remarks += [f"{number} entries {what}" for number, what in zip(late, words) if number]
        self.edge(bundle, log, tree, max(roots, default=0))
        return tree.size

    def root(self, tree, expected, good, first):
        last = first + tree.size - 1
        if tree.root() == expected:
            return tree.size
        if not any(first + good <= index <= last for one in self.problems if (index := one["index"]) is not None):
            self.problem("root", first + good, f"entries {first + good} to {last} are not those that were signed")
        return good

    def edge(self, bundle, log, tree, signed):
        first = log["first"]
        if tree.size > signed:
            self.problem("unsigned", first + signed, f"entry {first + signed} and later ones are under no checkpoint")
        for level, hashes in tree.upper.items():
            for start in range(0, len(hashes), 8192):
                if bundle.tile(log, level, start >> 13) != hashes[start : start + 8192]:
                    words = f"tile {start >> 13} of level {level} does not fit the entries"
                    self.problem("tile", first + (start // 32 << 8 * level), words)

    def all(self, bundle, kept):
        about, size, waiting = json.loads(bundle.read("bundle.json")), 0, 0
        heads = [Note(bundle.read(log["prefix"] + "checkpoint").decode()) for log in about["logs"]]
        self.roots = {head.origin: {} for head in heads}
        texts = [*(("the newest checkpoint", head.text) for head in heads), *kept]
        for where, text in chain(texts, (("a checkpoint", row["note"]) for row in bundle.lines("checkpoints.jsonl"))):
            self.note(where, text, self.roots)
        for name in sorted(name for name in bundle.names if name.startswith("proofs/")):
            entry, index, note = self.receipt(bundle.read(name).decode())
            self.take(entry, index)
            size += 1
            if self.roots.get(note.origin, {}).get(note.size) != note.root:
                self.problem("split", index, f"{name} is under a checkpoint that the bundle does not have")
        logs = about["logs"] if about["scope"] == "whole" else []
        for log, head in zip(logs, heads):
            log["origin"], log["size"] = head.origin, self.tree(bundle, log)
            size += log["size"]
        for log, later in zip(logs, [*logs[1:], None]):
            # The first entry of a later log carries the end of the one before, and owns up to what a restore lost.
            told, roots = self.opened.get(later and later["first"], {}), self.roots[log["origin"]]
            signed, end = max(roots, default=0), roots.get(log["size"], b"").hex()
            if later and (told.get("previous_size"), told.get("previous_root")) != (log["size"], end):
                words = f"{later['origin']} does not begin with the end of {log['origin']}"
                self.problem("epoch", later["first"], words)
            if log["size"] < signed <= told.get("published_size", 0):
                lost = signed - log["size"]
                self.remarks.append(f"{lost} signed entries of {log['origin']} were lost, as the next log says")
            elif log["size"] < signed:
                words = f"{signed} entries were signed, but only {log['size']} are here"
                self.problem("cut", log["first"] + log["size"], words)
        for waiting, row in enumerate(bundle.lines("unsequenced.jsonl"), 1):
            entry = read_entry(row["leaf"].encode())
            self.take(entry, None)
            if apart(row["recorded_at"], about["made_at"]):
                self.problem("unsigned", None, f"entry {entry['id']} has no place in the signed tree", entry["id"])
        for where, text in kept if about["scope"] == "request" else ():
            if text != heads[-1].text:
                self.problem("note", None, f"{where} can only be held against a bundle of the whole ledger")
        self.finish(bundle, about)
        self.figures.update(origin=heads[-1].origin, scope=about["scope"], made_at=about["made_at"], entries=size)
        self.figures.update(unsequenced=waiting, checkpoints=sum(map(len, self.roots.values())))

    def finish(self, bundle, about):
        """What is known only at the end: duplicates, gaps, details, and the tables as they stand today."""
        ids = sorted(self.ids)
        if any(map(int.__eq__, ids, ids[1:])):
            self.problem("duplicate", None, "two entries have the same id")
        for key, ((rev, index, entry, *_), *_) in self.waiting.items():
            words = f"entry {entry} is revision {rev} of a {self.kinds[key & 255]} whose last one before is"
            self.problem("revision", index, f"{words} {self.heads.get(key, 0) >> 8}", entry)
        for row in bundle.lines("details.jsonl"):
            index, commitment = self.details.pop(row["entry"], (None, None))
            body = row["nonce"] is not None and b"\x02" + unbase64(row["nonce"]) + row["body"].encode()
            if body and sha256(body).hexdigest() != commitment:
                self.problem("detail", index, "a detail is not the one that was committed to", row["entry"])
        for entry, (index, _) in self.details.items():
            if entry not in self.erased:
                self.problem("detail", index, f"the detail of entry {entry} is gone; no entry tells of it", entry)
        rows = 0
        for rows, row in enumerate(bundle.lines("rows.jsonl"), 1):
            head, name = self.heads.pop(self.key(row["type"], number(row["id"])), 0), f"{row['type']} {row['id']}"
            state = self.states[head & 255]
            if head >> 8 != row["rev"] or state not in (None, row["status"]):
                words = f"the tables show {name} as {row['status']} at revision {row['rev']}"
                self.problem("state", None, f"{words}, the ledger tells of {state} at {head >> 8}")
        for key in self.heads:
            if self.kinds[key & 255] in ("request", *about["row_types"]):
                self.problem("state", None, f"{self.kinds[key & 255]} {key >> 8:032x} is gone from the tables")
        self.figures.update(rows=rows, details_erased=len(self.details))

def kept_notes(path):
    """The checkpoints in a file somebody kept: a note, a receipt, or a day file with one a line."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.startswith("{"):
        return [(f"the note in {path}", json.loads(line)["note"]) for line in text.splitlines()]
    return [(f"the note in {path}", read_receipt(text)[4].text if text.startswith("c2sp.org/tlog-proof") else text)]

def run(check, given):
    """Check what was given: one receipt, or a bundle."""
    kept = [note for path in given.note for note in kept_notes(path)]
    if os.path.isdir(given.bundle) or zipfile.is_zipfile(given.bundle):
        bundle = Bundle(given.bundle).ledger(check)
        check.keys = check.keys or [Key(line) for line in bundle.read("log.vkey").decode().splitlines()]
        check.all(bundle, kept)
        return
    with open(given.bundle, encoding="utf-8") as file:
        text = file.read(2**20)
    check.keys = check.keys or [Key(read_receipt(text)[1])]
    entry, index, note = check.receipt(text)
    check.figures.update(origin=note.origin, scope="receipt", entry=entry["id"], place=index, at=entry["at"])

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--key", action="append", default=[], type=Key)
    parser.add_argument("--note", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    given, started = parser.parse_args(), time.monotonic()
    check = Check(given.key)
    try:
        run(check, given)
    except OSError as wrong:
        sys.exit(print(f"The file cannot be read: {wrong}", file=sys.stderr) or 3)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, EOFError, RecursionError) as wrong:
        words = str(wrong) if isinstance(wrong, Bad) else f"the file is damaged: {type(wrong).__name__} {wrong}"
        check.problem("broken", None, words)
    first = min(check.problems, key=lambda one: 2**62 if one["index"] is None else one["index"], default=None)
    check.figures.update(seconds=round(time.monotonic() - started, 1), verifier=VERSION, python=sys.version.split()[0])
    if given.json:
        found = {"holds": not first, "first": first, "problems": check.problems, "remarks": check.remarks}
        print(json.dumps({**found, "figures": check.figures, "keys": [key.fingerprint for key in check.keys]}))
        return bool(first)
    print(", ".join(f"{name} {value}" for name, value in check.figures.items()))
    for key in () if given.key else check.keys:
        print(f"Key {key.name}: {key.fingerprint}\nIt came with the file: compare it with our letters, or give --key.")
    print(*(f"Remark: {one}.\n" for one in check.remarks), sep="", end="")
    print(*(f"Wrong ({one['kind']}): {one['sentence']}.\n" for one in check.problems), sep="", end="")
    print(f"DOES NOT HOLD. First: {first['sentence']}." if first else "HOLDS.")
    return bool(first)

if __name__ == "__main__":
    sys.exit(main())
