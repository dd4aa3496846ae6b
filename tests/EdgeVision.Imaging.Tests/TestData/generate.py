#!/usr/bin/env python3
"""Makes the pictures of this folder and `expected.txt`, what Pillow decodes them to.

Needs Debian's python3-pil, python3-numpy and libjpeg-turbo-progs (cjpeg). Run it in any folder: it writes beside itself. The
pictures are synthetic, gradients with noise, so nobody's rights are concerned. A line of expected.txt is

    file width height sha256-of-the-RGB-bytes

and of resized.txt

    result-file source-file crop-x crop-y crop-width crop-height
"""
import hashlib
import io
import os
import struct
import subprocess

import numpy as np
from PIL import Image, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))


def picture(width, height, seed=1):
    """Gradients, an edge and noise: something for every frequency."""
    rng = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width]
    red = x * 255 // max(width - 1, 1)
    green = y * 255 // max(height - 1, 1)
    blue = np.where((x // 5 + y // 7) % 2 == 0, 220, 30)
    pixels = np.stack([red, green, blue], axis=2) + rng.randint(-25, 26, (height, width, 3))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), 'RGB')


def write(name, content):
    with open(os.path.join(HERE, name), 'wb') as file:
        file.write(content)


def cjpeg(name, image, *options, scans=None):
    ppm = io.BytesIO()
    image.save(ppm, 'PPM')
    if scans:
        with open(os.path.join(HERE, 'scans.tmp'), 'w') as file:
            file.write(scans)
        options += ('-scans', os.path.join(HERE, 'scans.tmp'))
    write(name, subprocess.run(['cjpeg', *options], input=ppm.getvalue(), stdout=subprocess.PIPE, check=True).stdout)
    if scans:
        os.remove(os.path.join(HERE, 'scans.tmp'))


def save(name, image, **options):
    image.save(os.path.join(HERE, name), **options)


def jpegs():
    colour = picture(37, 29)
    for name, subsampling in (('444', 0), ('422', 1), ('420', 2)):
        save(f'jpeg-{name}.jpg', colour, quality=80, subsampling=subsampling)
        save(f'jpeg-{name}-progressive.jpg', colour, quality=80, subsampling=subsampling, progressive=True)
    save('jpeg-quality-100.jpg', picture(24, 16), quality=100, subsampling=0)
    save('jpeg-quality-1.jpg', colour, quality=1)
    save('jpeg-grey.jpg', colour.convert('L'), quality=85)
    save('jpeg-grey-progressive.jpg', colour.convert('L'), quality=85, progressive=True)
    inks = Image.merge('CMYK', (*colour.split(), picture(37, 29, seed=2).convert('L')))
    save('jpeg-cmyk.jpg', inks, quality=85)
    save('jpeg-cmyk-progressive.jpg', inks, quality=85, progressive=True)
    with open(os.path.join(HERE, 'jpeg-cmyk.jpg'), 'rb') as file:
        cmyk = file.read()
    adobe = cmyk.index(b'Adobe')
    write('jpeg-ycck.jpg', cmyk[:adobe + 11] + b'\x02' + cmyk[adobe + 12:])
    for sampling in ('1x2', '4x1', '1x4', '4x2', '2x4', '3x1', '1x3', '3x2', '2x2,2x1,1x2', '1x1,2x2,2x2', '2x1,1x1,2x1'):
        cjpeg(f'jpeg-sampling-{sampling.replace(",", "-")}.jpg', colour, '-quality', '75', '-sample', sampling)
    cjpeg('jpeg-grey-sampling-2x2.jpg', colour, '-grayscale', '-sample', '2x2')
    cjpeg('jpeg-restart-1-mcu.jpg', colour, '-restart', '1B')
    cjpeg('jpeg-restart-rows-progressive.jpg', colour, '-restart', '1', '-progressive')
    cjpeg('jpeg-rgb.jpg', colour, '-rgb')
    cjpeg('jpeg-optimized.jpg', colour, '-optimize', '-quality', '90')
    cjpeg('jpeg-sampling-4x4.jpg', colour, '-sample', '4x4', scans='0;\n1;\n2;\n')
    cjpeg('jpeg-not-interleaved.jpg', colour, scans='0;\n1;\n2;\n')
    cjpeg('jpeg-successive-approximation.jpg', colour, '-quality', '95', scans=(
        '0,1,2: 0-0, 0, 3;\n0: 1-63, 0, 4;\n1: 1-63, 0, 2;\n2: 1-63, 0, 2;\n0,1,2: 0-0, 3, 2;\n0: 1-63, 4, 3;\n'
        '0: 1-63, 3, 2;\n0,1,2: 0-0, 2, 1;\n0,1,2: 0-0, 1, 0;\n0: 1-63, 2, 1;\n0: 1-63, 1, 0;\n'
        '1: 1-63, 2, 1;\n1: 1-63, 1, 0;\n2: 1-63, 2, 1;\n2: 1-63, 1, 0;\n'))
    cjpeg('jpeg-arithmetic.jpg', picture(16, 16), '-arithmetic')
    for width, height in ((1, 1), (2, 2), (3, 3), (4, 5), (5, 1), (1, 5), (6, 17), (16, 16), (17, 33)):
        save(f'jpeg-{width}x{height}.jpg', picture(width, height), quality=70, subsampling=2)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif.endian = '>' if orientation % 2 else '<'
        save(f'jpeg-orientation-{orientation}.jpg', picture(13, 7), quality=70, exif=exif)


def pngs():
    colour = picture(19, 13)
    grey = colour.convert('L')
    alpha = Image.linear_gradient('L').resize(colour.size)
    save('png-rgb.png', colour)
    save('png-grey.png', grey)
    save('png-1-bit.png', colour.convert('1'))
    save('png-rgba.png', Image.merge('RGBA', (*colour.split(), alpha)))
    save('png-grey-alpha.png', Image.merge('LA', (grey, alpha)))
    save('png-transparent-colour.png', colour, transparency=colour.getpixel((3, 3)))
    for bits in (1, 2, 4, 8):
        save(f'png-palette-{bits}.png', colour.quantize(1 << bits), bits=bits)
    save('png-palette-transparency.png', colour.quantize(8), transparency=3)
    exif = Image.Exif()
    exif[0x0112] = 6
    save('png-orientation-6.png', colour, exif=exif)


def bmp(name, info, palette, pixels):
    offset = 14 + len(info) + len(palette)
    write(name, struct.pack('<2sIHHI', b'BM', offset + len(pixels), 0, 0, offset) + info + palette + pixels)


def bmp_info(width, height, bits, compression=0, colours=0):
    return struct.pack('<IiiHHIIiiII', 40, width, height, 1, bits, compression, 0, 0, 0, colours, 0)


def bmps():
    colour = picture(11, 6)
    save('bmp-24.bmp', colour)
    save('bmp-grey.bmp', colour.convert('L'))
    save('bmp-1.bmp', colour.convert('1'))
    save('bmp-palette-8.bmp', colour.quantize(32))
    save('bmp-32.bmp', colour.convert('RGBA'))
    rng = np.random.RandomState(7)
    palette = rng.randint(0, 256, (16, 4)).astype(np.uint8).tobytes()
    bmp('bmp-4.bmp', bmp_info(11, 5, 4), palette, rng.bytes(8 * 5))
    bmp('bmp-4-few-colours.bmp', bmp_info(8, 2, 4, 0, 3), palette[:12], bytes.fromhex('01201201 21021021'))
    bmp('bmp-16-555.bmp', bmp_info(11, 5, 16), b'', rng.bytes(24 * 5))
    bmp('bmp-16-565.bmp', bmp_info(11, 5, 16, 3), struct.pack('<III', 0xF800, 0x07E0, 0x001F), rng.bytes(24 * 5))
    bmp('bmp-32-masks.bmp', bmp_info(11, 5, 32, 3), struct.pack('<III', 0xFF000000, 0xFF0000, 0xFF00), rng.bytes(44 * 5))
    bmp('bmp-top-down.bmp', bmp_info(11, -5, 24), b'', rng.bytes(36 * 5))
    core = struct.pack('<IHHHH', 12, 11, 5, 1, 8)
    bmp('bmp-core.bmp', core, rng.bytes(768), rng.bytes(12 * 5))
    bmp('bmp-rle8.bmp', bmp_info(9, 4, 8, 1, 16), palette, bytes.fromhex(
        '0903 0000' '0201 0005 0102030405 00 0207 0000' '0401 0505 0000' '0902 0001'))
    bmp('bmp-rle4.bmp', bmp_info(9, 4, 4, 2), palette, bytes.fromhex(
        '0912 0000' '0004 1230 0534 0000' '0008 12345678 0156 0000' '0978 0001'))


def netpbm():
    colour = picture(9, 5)
    save('p6.ppm', colour)
    save('p5.pgm', colour.convert('L'))
    save('p4.pbm', colour.convert('1'))
    rng = np.random.RandomState(9)
    values = rng.randint(0, 101, (4, 15))
    text = '\n'.join(' '.join(str(v) for v in row) for row in values)
    write('p3-maxval-100.ppm', f'P3\n# five by four\n5 4 # comment\n100\n{text}\n'.encode())
    write('p2.pgm', f'P2 15 4 255\n{text}\n'.encode())
    write('p1.pbm', b'P1\n7 3\n1 0 1 0 1 0 1\n0110011\n1111000\n')
    write('p6-maxval-100.ppm', b'P6 5 4 100\n' + values.astype(np.uint8).tobytes())
    write('p6-maxval-1000.ppm', b'P6 5 4 1000\n' + rng.randint(0, 1001, 60).astype('>u2').tobytes())


def resized():
    """Pillow's antialiased bilinear, cropped first."""
    lines = []
    source = 'resize-source.png'
    image = picture(53, 41, seed=3)
    save(source, image)
    for number, (box, size) in enumerate((
            ((0, 0, 53, 41), (24, 24)), ((0, 0, 53, 41), (53, 20)), ((0, 0, 53, 41), (7, 5)), ((3, 2, 40, 33), (64, 48)),
            ((10, 5, 43, 38), (33, 33)), ((0, 0, 53, 41), (1, 1)), ((20, 20, 21, 21), (3, 3)))):
        x0, y0, x1, y1 = box
        save(f'resized-{number}.png', image.crop(box).resize(size, Image.BILINEAR))
        lines.append(f'resized-{number}.png {source} {x0} {y0} {x1 - x0} {y1 - y0}\n')
    with open(os.path.join(HERE, 'resized.txt'), 'w') as file:
        file.writelines(lines)


def expectations():
    lines = []
    for name in sorted(os.listdir(HERE)):
        if name.startswith(('.', 'resize', 'generate', 'expected')) or name == 'jpeg-arithmetic.jpg':
            continue
        image = ImageOps.exif_transpose(Image.open(os.path.join(HERE, name))).convert('RGB')
        lines.append(f'{name} {image.width} {image.height} {hashlib.sha256(image.tobytes()).hexdigest()}\n')
    with open(os.path.join(HERE, 'expected.txt'), 'w') as file:
        file.writelines(lines)


jpegs()
pngs()
bmps()
netpbm()
resized()
expectations()
