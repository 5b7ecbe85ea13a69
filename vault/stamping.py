"""Who looks at a page, and when, written across it: a photograph of the screen then says whose screen it was."""

import io

from PIL import Image, ImageDraw, ImageFont

GREY = (110, 110, 110, 90)
QUALITY = 80


def stamped(picture: bytes, words: str) -> bytes:
    """A page of ours with `words` slanting across it, again and again. Gives a JPEG picture."""
    page = Image.open(io.BytesIO(picture), formats=["JPEG"]).convert("RGBA")
    side = max(page.size)
    font = ImageFont.load_default(max(14, side // 55))
    cloth = Image.new("RGBA", (side * 2, side * 2), (0, 0, 0, 0))
    pen = ImageDraw.Draw(cloth)
    # The built-in font knows Latin letters only; a name in another script is still marked by user name and time.
    line = words.encode("latin-1", "replace").decode("latin-1")
    width, step = pen.textlength(line, font) + side // 12, side // 6
    for row, top in enumerate(range(0, side * 2, step)):
        left = -(row % 2) * width / 2
        while left < side * 2:
            pen.text((left, top), line, font=font, fill=GREY)
            left += width
    turned = cloth.rotate(30).crop((side // 2, side // 2, side // 2 + page.width, side // 2 + page.height))
    out = io.BytesIO()
    Image.alpha_composite(page, turned).convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
