"""What a kernel says to JupyterLab, read from the frames of the web socket between them."""

import json
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

# Jupyter's protocol v1: how many offsets, the offsets, then channel, header, parent, metadata and content.
_HEADER, _CONTENT = 1, 4


@dataclass(frozen=True)
class Message:
    """A message of the kernel: what kind it is, and what it says."""

    kind: str
    content: dict[str, Any]

    @property
    def is_alarm(self) -> bool:
        """Whether it tells of an error, or writes where errors and warnings go."""
        return self.kind == "error" or self.content.get("status") == "error" or self.content.get("name") == "stderr"


def message(frame: bytes) -> Message:
    """Read one frame."""
    (count,) = struct.unpack_from("<Q", frame)
    offsets = struct.unpack_from(f"<{count}Q", frame, 8)
    parts = [frame[start:end] for start, end in pairwise(offsets)]
    return Message(json.loads(parts[_HEADER])["msg_type"], json.loads(parts[_CONTENT]))
