"""Bodies gathered before they are sent: whole, bounded together, and clear about a full disk."""

from kg.web.spool import IN_MEMORY, Room, Spool


def test_a_large_body_comes_back_whole():
    """A body that has gone into a file is the same body."""
    spool = Spool(Room(10 * IN_MEMORY))
    piece = bytes(range(256)) * 256
    for _ in range(IN_MEMORY // len(piece) + 3):
        spool.write(piece)
    spool.done()
    assert b"".join(spool.chunks()) == spool.read() == piece * (IN_MEMORY // len(piece) + 3)
    assert (spool.size, spool.fault) == (len(spool.read()), "")
    spool.close()


def test_all_bodies_share_their_room():
    """What does not fit any more is refused, and fits again when another is gone."""
    room = Room(100)
    first, second = Spool(room), Spool(room)
    first.write(b"x" * 80)
    second.write(b"y" * 30)
    assert (first.fault, second.fault) == ("", "room")
    first.close()
    second.close()
    assert room.taken == 0
    third = Spool(room)
    third.write(b"z" * 90)
    assert third.fault == ""
    third.close()


def test_a_full_disk_is_a_fault_and_no_exception():
    """Where the system refuses to write, the body says so, whenever it is noticed."""
    for later in (False, True):
        spool = Spool(Room(10**9))
        spool.file = _Full(later)
        spool.write(b"x")
        spool.done()
        assert spool.fault == "No space left on device"
        spool.close()


class _Full:
    """A file on a full disk, which is noticed at once or only when everything is to be written out."""

    def __init__(self, later):
        self.later = later

    def write(self, data):
        if not self.later:
            raise OSError(28, "No space left on device")

    def flush(self):
        raise OSError(28, "No space left on device")

    close = flush
