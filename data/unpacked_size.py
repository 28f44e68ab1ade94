"""How large a zip file (a workbook) really is when unpacked: what its directory says may be a lie."""

import io
import zipfile

BLOCK = 1 << 20


def unpacked_size(content: bytes, limit: int) -> int:
    """Bytes of all members, counted while they are unpacked; counting stops above `limit`. Raises as zipfile does."""
    size = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            member.file_size = limit + 1  # else only as much is read as the directory says
            with archive.open(member) as stream:
                while size <= limit and (block := stream.read(BLOCK)):
                    size += len(block)
    return size
