"""Look into a stranger's file, and turn its pages into pictures. Runs as a process of its own, see `papers`.

What comes out is made here, pixel by pixel: scripts, attached files, metadata, a second format hidden behind the first
have no way through. It knows no Django, no database and no key, reads one file from standard input, and is killed when
it takes too much time or memory.

Called as `flatten.py inspect|pages MEDIA_TYPE`. Writes one line of JSON, then the pages behind one another.
"""

import io
import json
import os
import resource
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MAX_PIXELS = 50_000_000
MAX_PAGES = 30
# Small print on a card can still be read at this size, and a page of a court paper as well.
LONGEST_SIDE = 2000
POINTS, DPI = 842, 170
MOST_UNEQUAL = 20  # a page as thin as a thread is a trick, not a paper
QUALITY = 85
# Inspected while somebody at a browser waits, several at once; drawn by a worker, one after the other.
MEMORY = {"inspect": 1024**3, "pages": 3 * 1024**3}
SECONDS = {"inspect": 20, "pages": 100}


class Unfit(Exception):
    """The file is not taken; the message is a code."""


def inspect(content: bytes, media_type: str) -> int:
    """Decode the file and count its pages. Raises `Unfit`: damaged, too_many_pixels, encrypted, too_many_pages."""
    if media_type in FORMATS:
        _picture(content, media_type)
        return 1
    return len(_sizes(content))


def pages(content: bytes, media_type: str) -> list[bytes]:
    """The pages as JPEG pictures without any metadata. Raises `Unfit`."""
    if media_type in FORMATS:
        return [_jpeg(_picture(content, media_type))]
    return _drawn(content, _sizes(content))


def _picture(content: bytes, media_type: str) -> Any:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            # Only the decoder of the type that was found is allowed to look.
            image = Image.open(io.BytesIO(content), formats=[FORMATS[media_type]])
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            # Phones write down how they were held instead of turning the picture.
            return ImageOps.exif_transpose(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Unfit("too_many_pixels") from None
        except Exception:
            # Whatever a decoder stumbles over, the person is told the same: this file cannot be read.
            raise Unfit("damaged") from None


def _jpeg(image: Any) -> bytes:
    from PIL import Image

    if image.mode in {"RGBA", "LA", "P", "PA"}:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture takes the pixels alone: EXIF, place and colour profile stay behind.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a PDF, in points, scaled to one size."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Unfit("encrypted")
            found = [_size(page) for page in pdf.pages[: MAX_PAGES + 1]]
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    except Unfit:
        raise
    except Exception:
        raise Unfit("damaged") from None
    if not found:
        raise Unfit("damaged")
    if len(found) > MAX_PAGES:
        raise Unfit("too_many_pages")
    return found


def _size(page: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in page.cropbox)
    width, height = abs(right - left), abs(top - bottom)
    if not 1 / MOST_UNEQUAL < width / height < MOST_UNEQUAL:
        raise Unfit("damaged")
    if int(page.get("/Rotate", 0)) % 180:
        width, height = height, width
    scale = POINTS / max(width, height)
    return width * scale, height * scale


def _drawn(content: bytes, sizes: list[tuple[float, float]]) -> list[bytes]:
    import typst
    from PIL import Image

    drawn = []
    with _laid_out(content) as (folder, name):
        for number, (width, height) in enumerate(sizes, start=1):
            source = (
                f"#set page(width: {width:.1f}pt, height: {height:.1f}pt, margin: 0pt)\n"
                f'#image("/{name}", format: "pdf", page: {number}, width: 100%, height: 100%, fit: "contain")'
            )
            try:
                picture = typst.compile(  # type: ignore[call-overload]  # its stub wants text and folder of one type
                    source.encode(), root=folder, format="png", ppi=DPI
                )
            except Exception:
                raise Unfit("damaged") from None
            drawn.append(_jpeg(Image.open(io.BytesIO(picture), formats=["PNG"])))
    return drawn


@contextmanager
def _laid_out(content: bytes) -> Iterator[tuple[str, str]]:
    """A folder and the name of a file in it with this content: in memory where the system can, so no disk sees it."""
    if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
        descriptor = os.memfd_create("paper")
        try:
            with os.fdopen(os.dup(descriptor), "wb") as file:
                file.write(content)
            yield "/proc/self/fd", str(descriptor)
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "paper.pdf").write_bytes(content)
            yield folder, "paper.pdf"


def main() -> None:
    """Answer on standard output: `{"pages": [sizes]}`, `{"count": n}` or `{"cause": code}`."""
    task, media_type = sys.argv[1:3]
    _limit(SECONDS[task], MEMORY[task])
    content = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    answer: dict[str, Any]
    try:
        made = pages(content, media_type) if task == "pages" else []
        answer = {"pages": [len(page) for page in made]} if made else {"count": inspect(content, media_type)}
    except Unfit as unfit:
        made, answer = [], {"cause": str(unfit)}
    out.write(json.dumps(answer).encode() + b"\n" + b"".join(made))


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would be a copy of somebody's passport
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
