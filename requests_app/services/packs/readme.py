"""What the reader of a pack finds first."""

TEXT = """\
EVIDENCE PACK
{scope}
Made {made_at} by software {version}, for {who}.

What lies here
  manifest.json, SHA256SUMS   the hash of every file; check all of them with: sha256sum -c SHA256SUMS
  requests.csv                the log of 11 CCR 7101: each request, and when and how it was answered
  letters.csv                 each letter with the hash of its nonce and words{letters}
  histories/                  {histories}
  ledger.zip                  {ledger}
  rules/                      the legal rules in every version seen in the period, and approved changes of them
  texts/                      forms, letters and call scripts as they stood on {texts_day}
{trainings}{sample}
How to check it without us
  1. sha256sum -c SHA256SUMS
  2. unzip ledger.zip verify_ledger.py log.vkey
     python3 -I -S verify_ledger.py THIS_PACK.zip --key "$(cat log.vkey)"
     Compare the key with one you got elsewhere: from the daily mail, a letter, or the company's site.
  3. Each entry named in requests.csv (entry_of_request, entry_of_response) must stand in the ledger.
  4. texts/versions.csv: the digest of the set is recorded in the ledger as texts.recorded.

{letters_hashed}
No name, address or free text of a person stands in the CSV files, the histories or the ledger.{names}
Use of a log under 11 CCR 7101 for anything but checking compliance is not allowed (7101(d)).
"""
LEDGER = "the entries of these requests, each with its proof, and the program that checks them"
WHOLE = "the whole ledger up to its newest checkpoint, and the program that checks it"
TRAININGS = "  trainings.csv               trainings of handlers held in the period (11 CCR 7100), by opaque ids\n"
NONE = "missing: nothing has been signed yet. Ask again in a minute"
