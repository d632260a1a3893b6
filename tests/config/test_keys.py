"""Key files are made once, for the owner only, and never over an existing database."""

import stat

import pytest

from config import keys


def test_make_missing_writes_for_the_owner_only(tmp_path):
    keys.make_missing(tmp_path)
    files = [keys.secret_key_file(tmp_path), keys.master_key_file(tmp_path)]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert len(keys.read_secret_key(tmp_path)) >= 50
    assert [len(key) for key in keys.parse_master_keys(files[1].read_text()).values()] == [32]


def test_make_missing_keeps_what_is_there(tmp_path):
    keys.make_missing(tmp_path)
    before = [path.read_bytes() for path in sorted((tmp_path / "keys").iterdir())]
    keys.make_missing(tmp_path)
    assert [path.read_bytes() for path in sorted((tmp_path / "keys").iterdir())] == before


def test_make_missing_refuses_a_new_master_key_for_an_old_database(tmp_path):
    keys.make_missing(tmp_path)
    (tmp_path / "db.sqlite3").touch()
    keys.master_key_file(tmp_path).unlink()
    with pytest.raises(SystemExit, match="put the old key file back"):
        keys.make_missing(tmp_path)
    assert not keys.master_key_file(tmp_path).exists()
