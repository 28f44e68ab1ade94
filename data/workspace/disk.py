"""Whether a file lies on a network disk, where SQLite's WAL (shared memory) loses data (https://sqlite.org/wal.html)."""

import re
from pathlib import Path, PureWindowsPath

MOUNTS = Path("/proc/mounts")
NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre",
                 "gfs2", "ocfs2", "beegfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone",
                 "fuse.davfs", "davfs", "vboxsf", "virtiofs", "prl_fs", "fuse.vmhgfs-fuse"}


def network_disk(path: Path) -> str | None:
    """The kind of network disk `path` lies on (nfs, cifs, UNC …); None for a local disk or where it cannot be told."""
    full = Path(path).resolve()  # on Windows a mapped drive letter becomes its \\server\share
    if PureWindowsPath(full).drive.startswith("\\\\"):
        return "UNC"
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    mounted = {Path(_plain(fields[1])): fields[2] for line in lines if len(fields := line.split()) > 2}
    nearest = next((folder for folder in (full, *full.parents) if folder in mounted), None)
    return mounted[nearest] if nearest is not None and mounted[nearest] in NETWORK_TYPES else None


def _plain(field: str) -> str:
    """Spaces and the like stand as octal in /proc/mounts."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
