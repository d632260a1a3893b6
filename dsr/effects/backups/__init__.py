"""Backups: a folder that holds the database and the files of one installation, and is nothing to read without the ring.

    DIR/files/...          every stored file as it lies in the store, sealed already
    DIR/database/000001    the database at one moment, in parts, sealed with a key of this backup
    DIR/SHA256SUMS         the hash of each of these (`sha256sum -c SHA256SUMS` needs no key)
    DIR/manifest.json      written last: what is in it, and the key of the backup, wrapped by the master key; signed

A folder without a manifest is a backup that was cut off. Never in it: a master key, and the purge ledger.
"""
