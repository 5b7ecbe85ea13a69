"""Who looks at a page, and when, written across it: a photograph of the screen then says whose screen it was."""

import io

from PIL import Image, ImageDraw, ImageFont

GREY, STRENGTH = (110, 110, 110), 95
SLANT = 30
QUALITY = 80


def stamped(picture: bytes, words: str) -> bytes:
    """A page of ours with `words` slanting across it, again and again. Gives a JPEG picture."""
    page = Image.open(io.BytesIO(picture), formats=["JPEG"]).convert("RGB")
    mask = _mask(words, max(page.size)).crop((0, 0, *page.size))
    page.paste(GREY, (0, 0), mask)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _mask(words: str, side: int) -> Image.Image:
    """Where the words stand, on a square of this size. Drawn at half the size: quicker, and as readable."""
    half = side // 2
    font = ImageFont.load_default(max(10, side // 110))
    # A square that is turned must reach into the corners of the page.
    cloth = Image.new("L", (half * 3 // 2, half * 3 // 2))
    pen = ImageDraw.Draw(cloth)
    # The built-in font knows Latin letters only; a name in another script is still marked by the time.
    line = words.encode("latin-1", "replace").decode("latin-1")
    width = pen.textlength(line, font) + side // 24
    for row, top in enumerate(range(0, cloth.height, max(1, side // 12))):
        left = -(row % 2) * width / 2
        while left < cloth.width:
            pen.text((left, top), line, font=font, fill=STRENGTH)
            left += width
    edge = half // 4
    return cloth.rotate(SLANT).crop((edge, edge, edge + half + 1, edge + half + 1)).resize((side + 2, side + 2))
