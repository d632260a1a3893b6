"""One photograph or scan as an upright picture. Importing this loads the decoders, HEIC only when asked for."""

import struct
from importlib import import_module
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, MpoImagePlugin, TiffImagePlugin

from .limits import MAX_PIXELS, PICTURE_LONG_EDGE, Refusal, check_size

# Pillow would load these late, too late for the jail
LATE_MODULES = (MpoImagePlugin, TiffImagePlugin)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}


def load_heic() -> None:
    """Load libheif: one thread of ours, and of what a file may hold only its pictures."""
    heif = import_module("pi_heif")
    heif.register_heif_opener(decode_threads=0, thumbnails=False, depth_images=False, aux_images=False)


def picture_of(data: bytes, content_type: str) -> Image.Image:
    """Return the first picture of a file, upright, RGB and not too fine. Raises Refusal, and whatever Pillow raises."""
    kind = KINDS[content_type]
    try:
        image = Image.open(BytesIO(data), formats=(kind,))
        check_size(*image.size)
        if kind == "PNG":
            image.verify()  # all checksums; uses the picture up
            image = Image.open(BytesIO(data), formats=(kind,))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal("too_many_pixels") from None
    return _shrink(_to_rgb(_upright(image)), PICTURE_LONG_EDGE)


def _upright(image: Image.Image) -> Image.Image:
    """Turn the picture as its camera meant it. Nonsense in the EXIF block is no reason to refuse the picture."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, struct.error):
        return image


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut off at white
        return image.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("RGB")
    return image.convert("RGB")


def _shrink(image: Image.Image, long_edge: int) -> Image.Image:
    if max(image.size) > long_edge:
        image.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image
