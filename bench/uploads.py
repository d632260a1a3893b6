"""What an upload costs: a photograph of 12 megapixels and a PDF of ten pages, through the whole pipeline.

    DSR_DATA=/tmp/bench .venv/bin/python bench/uploads.py [--rounds 5] [--minute]

Beside it, in the same run, the same work done plainly by Pillow and PDFium in one process, without a jail: open, turn,
shrink or render, write PNG. Memory is the largest
resident size of the worker and of its programs, added. The comparison is of seconds of the processor, which a busy
machine does not change. `--minute` also counts
how many photographs two workers make safe in a minute.
"""

import argparse
import os
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

import pypdfium2  # noqa: E402
from PIL import Image, ImageDraw, ImageFont, ImageOps  # noqa: E402

from dsr import crypto  # noqa: E402
from dsr.effects.find import find  # noqa: E402
from dsr.effects.rasterise import PACKING, SafePage, rasterise  # noqa: E402
from dsr.storage.sealed import get_sealed, put_sealed  # noqa: E402

GOTHIC = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
JPEG, PDF = "image/jpeg", "application/pdf"
A4_AT_200 = (1654, 2339)


def _paper(size: tuple[int, int], lines: int, height: int) -> Image.Image:
    """Return a page of Japanese text, with the grain of a photograph."""
    image = Image.effect_noise(size, 6).convert("RGB").point(lambda level: min(255, level + 100))
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(GOTHIC, height)
    for line in range(lines):
        place = (size[0] // 12, int((line + 2) * height * 1.7))
        draw.text(place, f"{line + 1:02} 住民票の写し 京都府向日市寺戸町 075-925-{line:04}", fill="#222222", font=font)
    return image


def photograph() -> bytes:
    """Return a card as a phone takes it: 4,032 by 3,024, lying on its side, and EXIF says how to turn it upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    written, card = BytesIO(), _paper((3024, 4032), 14, 66)
    card.transpose(Image.Transpose.ROTATE_90).save(written, "JPEG", quality=90, exif=exif)
    return written.getvalue()


def scan() -> bytes:
    """Return ten scanned pages in a PDF."""
    pages = [_paper(A4_AT_200, 34, 36) for _number in range(10)]
    written = BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return written.getvalue()


def plainly(data: bytes, content_type: str) -> int:
    """Do the same work without a jail and without seals. Returns the number of pages."""
    if content_type == JPEG:
        image = ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB")
        image.thumbnail((2400, 2400), Image.Resampling.LANCZOS, reducing_gap=2.0)
        pages = [image]
    else:
        document = pypdfium2.PdfDocument(data)
        pages = [page.render(scale=200 / 72).to_pil().convert("RGB") for page in document]
    for page in pages:
        page.save(BytesIO(), "PNG", compress_level=PACKING)
    return len(pages)


def rebuild(data: bytes, content_type: str, look: Callable[[list[SafePage]], object] = len) -> int:
    """Seal and store the original, read it back, rebuild its pages in the jail, seal and store them."""
    file_key = crypto.new_key()
    place = put_sealed("original", data, file_key)
    pages = rasterise(get_sealed(place, file_key), content_type)
    look(pages)
    for page in pages:
        put_sealed("page", page.png, file_key)
    return len(pages)


def rebuild_and_search(data: bytes, content_type: str) -> int:
    """Do that, and look over the pages in the second jail before they are stored."""
    return rebuild(data, content_type, find)


@dataclass(frozen=True)
class Cost:
    """Medians of seconds by the clock and of the processor, and the most megabytes of worker and jail together."""

    seconds: float
    processor: float
    megabytes: float


def _measured(work: Callable[[bytes, str], int], data: bytes, content_type: str, rounds: int) -> Cost:
    """Run something in a process of its own."""
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        return pool.submit(_here, work, data, content_type, rounds).result()


def _here(work: Callable[[bytes, str], int], data: bytes, content_type: str, rounds: int) -> Cost:
    clock, processor = [], []
    for _round in range(rounds):
        started, before = perf_counter(), sum(os.times()[:4])
        work(data, content_type)
        clock.append(perf_counter() - started)
        processor.append(sum(os.times()[:4]) - before)
    kibibytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Cost(median(clock), median(processor), kibibytes / 1000)


def _for_a_minute(data: bytes) -> int:
    """Make photographs safe until a minute is over. Returns how many."""
    done, started = 0, perf_counter()
    while perf_counter() - started < 60:  # noqa: PLR2004 - a minute
        rebuild_and_search(data, JPEG)
        done += 1
    return done


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--minute", action="store_true")
    asked = parser.parse_args()
    files = (("12-megapixel JPEG", photograph(), JPEG), ("10-page PDF", scan(), PDF))
    print("| file | work | s | processor s | times plain | MB |\n| --- | --- | ---: | ---: | ---: | ---: |")
    for name, data, content_type in files:
        plain = 0.0
        for work in (plainly, rebuild, rebuild_and_search):
            cost = _measured(work, data, content_type, asked.rounds)
            plain = plain or cost.processor
            words = f"{name}, {len(data) / 1e6:.1f} MB | {work.__name__.replace('_', ' ')}"
            times = f"{cost.processor:.2f} | {cost.processor / plain:.1f}"
            print(f"| {words} | {cost.seconds:.2f} | {times} | {cost.megabytes:.0f} |")
    if asked.minute:
        with ProcessPoolExecutor(2, get_context("fork")) as pool:
            done = list(pool.map(_for_a_minute, [files[0][1]] * 2))
        print(f"\nPhotographs made safe and searched in a minute by two workers: {sum(done)}")


if __name__ == "__main__":
    main()
