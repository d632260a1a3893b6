"""Envelope encryption: what is sealed opens again, everything else fails closed, and rotation changes no index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr import crypto, receipts

OLD, NEW = b"o" * 32, b"n" * 32
KEY = bytes(range(32))
FRAME = 64 * 1024
TOKEN = "8c1f0d3e-submission-token"


@pytest.fixture
def ring(settings):
    """Set the key ring of a test; by default one key."""

    def hold(**keys):
        settings.DSR_MASTER_KEYS = keys

    hold(old=OLD)
    return hold


# -- the ring


def test_first_key_wraps_and_all_unwrap(ring):
    key = crypto.new_key()
    before = crypto.wrap(key, context="case:1")
    ring(new=NEW, old=OLD)
    after = crypto.wrap(key, context="case:1")
    assert (before[0], after[0]) == ("old", "new")
    assert crypto.unwrap(*before, context="case:1") == crypto.unwrap(*after, context="case:1") == key


def test_missing_key_is_named(ring):
    wrapped = crypto.wrap(KEY, context="case:1")
    ring(new=NEW)
    with pytest.raises(crypto.MissingKey, match="'old'") as caught:
        crypto.unwrap(*wrapped, context="case:1")
    assert caught.value.key_id == "old"


def test_wrapped_key_opens_only_for_its_case(ring):
    wrapped = crypto.wrap(KEY, context="case:1")
    with pytest.raises(crypto.Tampered):
        crypto.unwrap(*wrapped, context="case:2")


def test_wrong_bytes_under_the_right_id_are_refused(ring):
    wrapped = crypto.wrap(KEY, context="case:1")
    ring(old=NEW)
    with pytest.raises(crypto.Tampered):
        crypto.unwrap(*wrapped, context="case:1")


@pytest.mark.parametrize("keys", [{}, {"a": b"short"}, {"a": "x" * 32}, {"index": OLD}])
def test_ring_refuses_unusable_keys(keys):
    with pytest.raises(ValueError, match="key"):
        crypto.KeyRing(keys)


def test_ring_never_shows_a_key():
    assert repr(crypto.KeyRing({"new": NEW, "old": OLD})) == "<KeyRing new old>"


def test_index_key_never_wraps(ring):
    ring(index=OLD, new=NEW)
    assert crypto.wrap(KEY, context="c")[0] == "new"


# -- the blind index and the receipts stay the same


def index_values():
    return (
        crypto.blind("山田", purpose="name"),
        crypto.fingerprint(b"a file"),
        crypto.receipt_secret(TOKEN),
        crypto.hash_secret(crypto.receipt_secret(TOKEN)),
        crypto.index_check_value(),
    )


def test_index_survives_rotation_and_retirement(ring):
    first = index_values()
    ring(new=NEW, old=OLD)
    rotated = index_values()
    ring(new=NEW, index=OLD)
    retired = index_values()
    assert first == rotated == retired


def test_index_changes_with_its_key(ring):
    first = index_values()
    ring(new=NEW)
    assert [a == b for a, b in zip(first, index_values(), strict=True)] == [False] * 5


def test_blind_is_16_bytes_and_bound_to_its_purpose(ring):
    values = {crypto.blind(text, purpose=purpose) for text in ("a", "b") for purpose in ("email", "name")}
    assert {len(value) for value in values} == {16}
    assert len(values) == 4


def test_fingerprint_is_64_hex_digits_and_keyed(ring):
    before = crypto.fingerprint(b"file")
    ring(old=NEW)
    assert len(before) == 64
    assert crypto.fingerprint(b"file") != before


def test_receipt_secret_is_readable_and_repeatable(ring):
    secret = crypto.receipt_secret(TOKEN)
    assert receipts.parse_secret(secret.lower()) == secret == crypto.receipt_secret(TOKEN)
    assert crypto.receipt_secret(TOKEN + "x") != secret
    assert len(crypto.hash_secret(secret)) == 32


@pytest.mark.parametrize("secret", ["", "short", "A" * 1_000_000, "aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa"])
def test_hash_secret_refuses_other_text(secret, ring):
    with pytest.raises(ValueError, match="canonical"):
        crypto.hash_secret(secret)


# -- fields


@given(st.binary(max_size=300), st.text(max_size=20))
def test_sealed_bytes_open_again(plaintext, context):
    context = context.encode("utf-8", "replace").decode()
    blob = crypto.seal(KEY, plaintext, context=context)
    assert crypto.unseal(KEY, blob, context=context) == plaintext
    assert crypto.unseal(KEY, memoryview(blob), context=context) == plaintext


@pytest.mark.parametrize(
    "value", [{"name": "髙﨑 𠮷男", "kana": "ﾀｶｻｷ"}, ["葛\U000e0100城"], "", None, 1.5, {"神": [True, {}]}]
)
def test_sealed_json_opens_again_as_typed(value):
    assert crypto.unseal_json(KEY, crypto.seal_json(KEY, value, context="c"), context="c") == value


def test_sealing_twice_gives_different_bytes():
    assert crypto.seal(KEY, b"same", context="c") != crypto.seal(KEY, b"same", context="c")


def test_every_changed_byte_of_a_field_is_noticed():
    blob = crypto.seal(KEY, b"secret", context="c")
    for at in range(len(blob)):
        with pytest.raises(crypto.Tampered):
            crypto.unseal(KEY, blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :], context="c")


@pytest.mark.parametrize("cut", [0, 1, 12, 28])
def test_a_cut_field_is_noticed(cut):
    with pytest.raises(crypto.Tampered):
        crypto.unseal(KEY, crypto.seal(KEY, b"secret", context="c")[:cut], context="c")


@pytest.mark.parametrize(("key", "context"), [(KEY, "d"), (NEW, "c")])
def test_a_field_opens_only_with_its_key_and_context(key, context):
    with pytest.raises(crypto.Tampered):
        crypto.unseal(key, crypto.seal(KEY, b"secret", context="c"), context=context)


# -- files


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 10 * 1024 * 1024])
def test_sealed_file_opens_again(size):
    data = bytes(size)
    blob = crypto.seal_file(KEY, data, context="f")
    assert crypto.unseal_file(KEY, blob, context="f") == data
    assert len(blob) == 37 + size + 16 * max(1, -(-size // FRAME))


def frames_of(blob):
    header, body = blob[:37], blob[37:]
    return header, [body[at : at + FRAME + 16] for at in range(0, len(body), FRAME + 16)]


HEADER, (FIRST, SECOND, LAST) = frames_of(
    crypto.seal_file(KEY, b"a" * FRAME + b"b" * FRAME + b"c" * FRAME, context="f")
)
OTHER_HEADER, OTHER_FRAMES = frames_of(crypto.seal_file(KEY, b"x" * 3 * FRAME, context="f"))


@pytest.mark.parametrize(
    "blob",
    [
        HEADER + FIRST + SECOND,
        HEADER + FIRST + SECOND + LAST[:-1],
        HEADER + FIRST + SECOND + LAST[:10],
        HEADER + FIRST + LAST,
        HEADER + SECOND + FIRST + LAST,
        HEADER + FIRST + SECOND + LAST + LAST,
        HEADER + FIRST + FIRST + LAST,
        HEADER + FIRST + OTHER_FRAMES[1] + LAST,
        OTHER_HEADER + FIRST + SECOND + LAST,
        HEADER + FIRST[:-1] + bytes([FIRST[-1] ^ 1]) + SECOND + LAST,
        HEADER[:5] + bytes([HEADER[5] ^ 1]) + HEADER[6:] + FIRST + SECOND + LAST,
        b"DSRF\x02" + HEADER[5:] + FIRST + SECOND + LAST,
        HEADER,
        HEADER[:20],
        b"",
    ],
    ids=[
        "last frame missing", "last byte missing", "stub of a frame", "middle frame missing", "frames swapped",
        "frame added", "frame repeated", "frame of another file", "header of another file", "byte changed",
        "salt changed", "version changed", "no frames", "half a header", "nothing",
    ],
)  # fmt: skip
def test_changed_file_fails_closed(blob):
    assert crypto.unseal_file(KEY, HEADER + FIRST + SECOND + LAST, context="f")
    with pytest.raises(crypto.Tampered):
        crypto.unseal_file(KEY, blob, context="f")


@pytest.mark.parametrize(("key", "context"), [(KEY, "g"), (NEW, "f")])
def test_file_opens_only_with_its_key_and_context(key, context):
    with pytest.raises(crypto.Tampered):
        crypto.unseal_file(key, crypto.seal_file(KEY, b"data", context="f"), context=context)


def test_nothing_readable_is_left_in_what_is_sealed():
    canary = "カナリア-9f3e".encode()
    sealed = crypto.seal(KEY, canary, context="c") + crypto.seal_file(KEY, canary * 10_000, context="f")
    assert canary not in sealed
