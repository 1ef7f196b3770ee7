"""Pictures for the demo: flat drawings in SVG, the same for the same arguments, without script or outside
reference.

Each drawing is made of a few shapes on a canvas of 400 × 400, in three tones of one colour.
"""

from __future__ import annotations

from colorsys import hls_to_rgb
from html import escape

SIZE = 400


def _rect(x: int, y: int, w: int, h: int, r: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}"/>'


def _circle(x: int, y: int, r: int, fill: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}"/>'


def _ring(x: int, y: int, r: int, width: int, colour: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _path(d: str, fill: str) -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def _line(d: str, width: int, colour: str) -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


# "a" the main tone, "b" a darker and "c" a lighter one; replaced by colours in picture().
A, B, C, W = "[a]", "[b]", "[c]", "#ffffff"

_ROUND = _circle(200, 205, 92, A)
ICONS: dict[str, str] = {
    "phone": _rect(140, 85, 120, 230, 22, B)
    + _rect(150, 105, 100, 180, 8, C)
    + _path("M150 105h60l-60 120z", W)
    + _circle(200, 299, 8, A),
    "laptop": _rect(110, 120, 180, 120, 12, B)
    + _rect(122, 132, 156, 96, 4, C)
    + _path("M80 248h240l-16 28H96z", A)
    + _rect(175, 252, 50, 8, 4, B),
    "screen": _rect(85, 100, 230, 150, 12, B)
    + _rect(97, 112, 206, 122, 4, C)
    + _rect(188, 250, 24, 34, 0, A)
    + _rect(140, 280, 120, 14, 7, A),
    "headphones": _line("M115 220a85 85 0 0 1 170 0", 18, B)
    + _rect(98, 205, 42, 80, 20, A)
    + _rect(260, 205, 42, 80, 20, A)
    + _rect(128, 215, 14, 60, 7, C)
    + _rect(258, 215, 14, 60, 7, C),
    "speaker": _rect(135, 85, 130, 230, 24, A)
    + _circle(200, 245, 46, B)
    + _circle(200, 245, 20, C)
    + _circle(200, 140, 26, B)
    + _circle(200, 140, 10, C),
    "camera": _rect(90, 140, 220, 145, 20, A)
    + _path("M150 140l18-30h64l18 30z", B)
    + _circle(200, 212, 55, B)
    + _circle(200, 212, 38, C)
    + _circle(186, 198, 12, W)
    + _circle(284, 164, 9, W),
    "tripod": _rect(165, 90, 70, 44, 8, A)
    + _rect(192, 134, 16, 50, 4, B)
    + _line("M200 180L130 310M200 180l70 130M200 180v120", 14, B),
    "watch": _rect(165, 75, 70, 250, 16, B)
    + _rect(135, 130, 130, 140, 34, A)
    + _rect(150, 145, 100, 110, 24, C)
    + _line("M200 170v32l22 16", 9, B),
    "shirt": _path("M150 100l-70 45 25 55 35-18v125h120V182l35 18 25-55-70-45a50 32 0 0 1-100 0z", A)
    + _path("M150 100a50 32 0 0 0 100 0l-14-6a36 22 0 0 1-72 0z", B)
    + _line("M200 145v140", 5, C),
    "jacket": _path("M150 95l-66 45 14 140 40-8V195v115h124V195v77l40 8 14-140-66-45-50 40z", A)
    + _path("M150 95l50 40 50-40-14 75-36 30-36-30z", B)
    + _line("M200 200v108", 6, C),
    "dress": _path("M165 90h14l21 22 21-22h14l6 70-16 34 55 116H120l55-116-16-34z", A)
    + _rect(172, 186, 56, 14, 6, B)
    + _line("M165 300l18-86M235 300l-18-86M200 300v-86", 4, C),
    "scarf": _path("M110 110h180l-14 46H124z", B)
    + _path("M130 150h56l-16 160h-60z", A)
    + _path("M210 150h56l26 140h-60z", C)
    + _line("M118 285h52M238 268h50", 6, B),
    "shoe": _path("M95 190c40 10 60-10 70-35 30 40 70 55 120 62 20 4 25 20 22 40H95z", A)
    + _rect(90, 254, 222, 24, 12, B)
    + _line("M178 182l-18 20M200 198l-18 20M224 208l-16 20", 7, W),
    "bag": _line("M155 150a45 45 0 0 1 90 0", 14, B)
    + _rect(115, 140, 170, 165, 34, A)
    + _rect(140, 220, 120, 62, 16, B)
    + _rect(160, 165, 80, 12, 6, C)
    + _rect(190, 220, 20, 22, 4, C),
    "bag2": _path("M135 110h130l22 190a16 16 0 0 1-16 16H129a16 16 0 0 1-16-16z", A)
    + _path("M135 110h130l5 40H130z", B)
    + _circle(200, 225, 42, C)
    + _line("M200 205v42M185 220l15-15 15 15", 7, B),
    "ring": _ring(200, 235, 68, 18, A)
    + _path("M160 120h80l26 32-66 52-66-52z", C)
    + _path("M160 120h80l-40 84z", W)
    + _path("M240 120l26 32-66 52z", B),
    "necklace": _line("M110 105c0 120 60 150 90 150s90-30 90-150", 7, B)
    + "".join(
        _circle(x, y, 11, A)
        for x, y in ((122, 170), (145, 212), (178, 240), (222, 240), (255, 212), (278, 170))
    )
    + _path("M200 250l26 32-26 36-26-36z", C),
    "sofa": _rect(105, 145, 190, 90, 24, A)
    + _rect(75, 185, 50, 90, 22, B)
    + _rect(275, 185, 50, 90, 22, B)
    + _rect(118, 215, 164, 54, 14, C)
    + _line("M200 215v54", 4, A)
    + _rect(110, 272, 14, 26, 4, B)
    + _rect(276, 272, 14, 26, 4, B),
    "table": _rect(80, 160, 240, 24, 10, A)
    + _path("M110 184h22l-10 120h-18zM268 184h22l6 120h-18z", B)
    + _rect(180, 120, 40, 40, 8, C),
    "lamp": _path("M150 90h100l30 85H120z", A)
    + _rect(193, 175, 14, 120, 4, B)
    + _rect(150, 292, 100, 16, 8, B)
    + _path("M120 175h160l20 40H100z", C),
    "pendant": _line("M200 75v60", 7, B)
    + _path("M200 130a90 90 0 0 1 90 90H110a90 90 0 0 1 90-90z", A)
    + _circle(200, 232, 26, C)
    + _rect(110, 216, 180, 12, 6, B),
    "rug": _rect(95, 110, 210, 180, 6, A)
    + _rect(111, 126, 178, 148, 4, C)
    + _path("M200 138l56 62-56 62-56-62z", B)
    + _path("M200 166l30 34-30 34-30-34z", W)
    + _line(
        "M100 300v14M125 300v14M150 300v14M175 300v14M200 300v14M225 300v14M250 300v14M275 300v14M300 300v14",
        4,
        B,
    ),
    "cushion": _path(
        "M110 120c60 14 120 14 180 0-14 54-14 106 0 160-60-14-120-14-180 0 14-54 14-106 0-160z", A
    )
    + _path("M200 160l40 40-40 40-40-40z", C)
    + _circle(200, 200, 12, B),
    "vase": _path("M165 110h70l-10 40c50 40 50 130 0 160h-50c-50-30-50-120 0-160z", A)
    + _rect(158, 98, 84, 18, 9, B)
    + _line("M146 220h108M150 245h100", 8, C),
    "clock": _circle(200, 200, 105, B)
    + _circle(200, 200, 88, W)
    + _line("M200 200V140M200 200l42 26", 10, A)
    + _circle(200, 200, 10, B),
    "bed": _rect(85, 130, 18, 165, 6, B)
    + _rect(95, 210, 225, 60, 14, A)
    + _rect(112, 178, 70, 42, 16, W)
    + _path("M190 190h110a20 20 0 0 1 20 20v20H190z", C)
    + _rect(302, 265, 18, 30, 6, B),
    "pot": _rect(110, 165, 180, 125, 26, A)
    + _rect(98, 150, 204, 22, 11, B)
    + _rect(80, 195, 34, 18, 9, B)
    + _rect(286, 195, 34, 18, 9, B)
    + _rect(186, 122, 28, 28, 8, B)
    + _rect(130, 190, 16, 70, 8, C),
    "pan": _circle(170, 200, 88, B)
    + _circle(170, 200, 70, A)
    + _rect(250, 190, 100, 22, 11, B)
    + _circle(146, 178, 16, C),
    "plate": _circle(200, 200, 110, A)
    + _circle(200, 200, 88, W)
    + _circle(200, 200, 66, C)
    + _ring(200, 200, 99, 3, B),
    "cup": _path("M120 150h140v90a55 55 0 0 1-55 55h-30a55 55 0 0 1-55-55z", A)
    + _ring(268, 200, 32, 14, B)
    + _rect(112, 140, 156, 18, 9, B)
    + _line("M165 118c-10-14 10-20 0-36M205 118c-10-14 10-20 0-36", 7, C)
    + _rect(138, 175, 14, 60, 7, C),
    "kettle": _path("M140 140h110l24 140a16 16 0 0 1-16 18H134a16 16 0 0 1-16-18z", A)
    + _path("M122 180l-36-20 8 50 24 12z", B)
    + _line("M250 150c60 0 60 110 22 110", 14, B)
    + _rect(160, 116, 70, 26, 10, B)
    + _rect(150, 170, 14, 90, 7, C),
    "blender": _path("M140 90h120l-20 140h-80z", C)
    + _path("M148 150h104l-12 80h-80z", A)
    + _rect(132, 78, 136, 18, 9, B)
    + _rect(145, 230, 110, 75, 16, B)
    + _circle(200, 268, 16, W),
    "fridge": _rect(130, 75, 140, 240, 16, A)
    + _line("M130 165h140", 6, B)
    + _rect(246, 105, 10, 42, 5, B)
    + _rect(246, 185, 10, 62, 5, B)
    + _rect(146, 92, 14, 58, 7, C),
    "washer": _rect(115, 85, 170, 225, 16, A)
    + _circle(200, 215, 62, B)
    + _circle(200, 215, 46, C)
    + _path("M156 222c20-14 40 12 88-4a46 46 0 0 1-88 4z", W)
    + _circle(255, 115, 12, B)
    + _rect(135, 106, 60, 16, 8, C),
    "jar": _rect(135, 135, 130, 165, 28, A)
    + _rect(128, 100, 144, 40, 12, B)
    + _rect(150, 190, 100, 66, 8, W)
    + _line("M170 212h60M170 232h40", 7, C),
    "box": _path("M100 160l100-45 100 45v110l-100 45-100-45z", A)
    + _path("M100 160l100 45v110l-100-45z", B)
    + _path("M100 160l100-45 100 45-100 45z", C)
    + _path("M150 138l100 45v40l-20-8v-28l-100-44z", W),
    "tube": _path("M160 90h80l16 170h-112z", A)
    + _rect(150, 78, 100, 18, 4, B)
    + _rect(162, 262, 76, 48, 10, B)
    + _rect(170, 140, 60, 70, 6, C),
    "bottle": _rect(182, 80, 36, 50, 6, B)
    + _path(
        "M182 125h36c40 24 44 50 44 80v85a20 20 0 0 1-20 20h-84a20 20 0 0 1-20-20v-85c0-30 4-56 44-80z", A
    )
    + _rect(152, 210, 96, 64, 8, W)
    + _line("M170 232h60M170 252h38", 7, C),
    "dryer": _rect(100, 125, 165, 90, 45, A)
    + _path("M255 140l50-16v92l-50-16z", B)
    + _path("M140 205h50l14 100h-44z", B)
    + _circle(148, 170, 26, C),
    "perfume": _rect(130, 165, 140, 140, 20, A)
    + _rect(172, 120, 56, 45, 6, B)
    + _rect(180, 88, 40, 34, 8, C)
    + _path("M144 215h112v62a14 14 0 0 1-14 14h-84a14 14 0 0 1-14-14z", C)
    + _circle(200, 240, 20, W),
    "candle": _rect(140, 180, 120, 125, 14, A)
    + _line("M200 180v-22", 6, B)
    + _path("M200 90c30 34 24 66 0 70-24-4-30-36 0-70z", C)
    + _rect(160, 215, 80, 50, 8, W),
    "lipstick": _rect(160, 210, 80, 100, 10, B)
    + _rect(168, 165, 64, 50, 4, C)
    + _path("M174 165v-50l44-34c10 8 10 20 8 84z", A),
    "palette": _rect(95, 130, 210, 140, 18, B)
    + "".join(
        _circle(x, y, 24, c)
        for x, y, c in (
            (145, 170, A),
            (200, 170, C),
            (255, 170, W),
            (145, 232, C),
            (200, 232, W),
            (255, 232, A),
        )
    ),
    "soap": _rect(105, 165, 190, 110, 46, A)
    + _rect(140, 195, 120, 50, 22, C)
    + _circle(140, 130, 22, W)
    + _circle(180, 108, 14, W)
    + _circle(250, 128, 18, W),
    "nuts": _path("M100 210h200c0 60-44 95-100 95s-100-35-100-95z", B)
    + "".join(
        _circle(x, y, 26, c)
        for x, y, c in (
            (135, 195, A),
            (180, 180, C),
            (225, 190, A),
            (265, 198, C),
            (160, 165, A),
            (205, 150, A),
            (240, 165, C),
        )
    ),
    "saffron": _rect(130, 180, 140, 120, 20, C)
    + _rect(140, 150, 120, 34, 10, B)
    + _line("M170 285c0-50 20-60 14-90M200 285c4-40-8-60 4-90M232 285c-6-50 4-66-8-88", 8, A),
    "leaf": _path("M200 90c90 50 90 150 0 220-90-70-90-170 0-220z", A)
    + _line("M200 120v190M200 180l40-30M200 220l46-34M200 180l-40-30M200 220l-46-34", 7, C),
    "ball": _ROUND
    + _path("M200 165l38 28-14 44h-48l-14-44z", B)
    + _line("M200 165v-50M238 193l48-18M224 237l30 42M176 237l-30 42M162 193l-48-18", 7, B)
    + _circle(165, 160, 10, W),
    "dumbbell": _rect(140, 188, 120, 24, 8, B)
    + _rect(105, 140, 40, 120, 12, A)
    + _rect(255, 140, 40, 120, 12, A)
    + _rect(82, 162, 26, 76, 10, C)
    + _rect(292, 162, 26, 76, 10, C),
    "mat": _rect(90, 170, 220, 110, 14, A)
    + _circle(112, 225, 54, B)
    + _ring(112, 225, 36, 8, C)
    + _ring(112, 225, 16, 8, C)
    + _rect(200, 170, 16, 110, 0, C),
    "tent": _path("M200 95l125 200H75z", A)
    + _path("M200 95l48 200H152z", B)
    + _path("M200 160l26 135h-52z", C)
    + _line("M60 297h280", 8, B),
    "bike": _ring(125, 240, 55, 12, B)
    + _ring(275, 240, 55, 12, B)
    + _line("M125 240l50-85h75l25 85M175 155l35 85h-85M250 155l-40 85M165 140h26M242 130h30", 9, A),
    "helmet": _path("M95 225c0-140 210-140 210 0z", A)
    + _rect(85, 218, 230, 24, 12, B)
    + _line("M150 205c0-50 10-70 20-85M200 205v-95M250 205c0-50-10-70-20-85", 12, C)
    + _line("M140 245l40 55M260 245l-40 55", 7, B),
    "suitcase": _line("M165 130V95h70v35", 12, B)
    + _rect(125, 125, 150, 170, 20, A)
    + _line("M165 145v130M200 145v130M235 145v130", 8, B)
    + _circle(150, 305, 12, B)
    + _circle(250, 305, 12, B),
    "book": _path(
        "M200 130c-35-24-75-24-110-12v170c35-12 75-12 110 12 35-24 75-24 110-12V118c-35-12-75-12-110 12z", A
    )
    + _path("M200 142c-30-18-62-18-94-10v138c32-8 64-8 94 10z", W)
    + _path("M200 142c30-18 62-18 94-10v138c-32-8-64-8-94 10z", C)
    + _line("M125 165c20-4 40-2 56 6M125 195c20-4 40-2 56 6M125 225c20-4 40-2 56 6", 5, B),
    "pen": _path("M250 90l60 60-150 150-75 15 15-75z", A)
    + _path("M250 90l60 60-24 24-60-60z", B)
    + _path("M100 240l60 60-75 15z", C),
    "blocks": _rect(105, 205, 90, 90, 10, A)
    + _rect(205, 205, 90, 90, 10, B)
    + _rect(155, 105, 90, 90, 10, C)
    + "".join(_circle(x, y, 14, W) for x, y in ((150, 250), (250, 250), (200, 150))),
    "doll": _circle(145, 115, 26, B)
    + _circle(255, 115, 26, B)
    + _circle(200, 150, 62, A)
    + _circle(200, 258, 58, A)
    + _circle(200, 265, 32, C)
    + _circle(200, 168, 22, C)
    + _circle(178, 140, 7, B)
    + _circle(222, 140, 7, B)
    + _circle(200, 162, 7, B),
    "dice": _rect(105, 150, 130, 130, 24, A)
    + "".join(_circle(x, y, 13, W) for x, y in ((140, 185), (200, 185), (170, 215), (140, 245), (200, 245)))
    + _rect(225, 105, 85, 85, 16, B)
    + _circle(267, 147, 11, W),
    "puzzle": _path("M120 130h55a26 26 0 1 1 50 0h55v55a26 26 0 1 1 0 50v55H120v-55a26 26 0 1 0 0-50z", A)
    + _path("M120 130h55a26 26 0 1 1 50 0h55v55H120z", C),
    "guitar": _path(
        "M175 190c-30-30-85 10-70 50 10 20 0 30 0 40 0 40 60 40 75 10 12-18 30-12 45-30 30-30-10-50-50-70z", A
    )
    + _circle(165, 240, 22, B)
    + _line("M180 225L285 105", 16, B)
    + _rect(270, 80, 34, 44, 8, C),
}


def _tone(hue: float, lightness: float, saturation: float) -> str:
    red, green, blue = hls_to_rgb(hue % 1.0, lightness, saturation)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def picture(icon: str, hue: float, style: int) -> bytes:
    """Return a drawing on a soft ground. hue: 0 to 1; style: which of the grounds."""
    main, dark, light = _tone(hue, 0.52, 0.55), _tone(hue, 0.30, 0.45), _tone(hue + 0.03, 0.80, 0.65)
    ground, far = _tone(hue + 0.08, 0.95, 0.55), _tone(hue - 0.06, 0.86, 0.50)
    accents = (
        _circle(330, 80, 90, "#ffffff55") + _circle(60, 350, 70, "#ffffff66"),
        _path("M0 290c90-60 180 40 400-40v150H0z", "#ffffff77"),
        _ring(200, 200, 165, 26, "#ffffff66"),
        _path("M0 0h220L0 260z", "#ffffff55"),
    )
    drawing = ICONS[icon].replace("[a]", main).replace("[b]", dark).replace("[c]", light)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">'
        '<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="{ground}"/><stop offset="1" stop-color="{far}"/></linearGradient></defs>'
        f'<rect width="{SIZE}" height="{SIZE}" fill="url(#g)"/>{accents[style % len(accents)]}'
        f'<ellipse cx="200" cy="322" rx="112" ry="13" fill="{dark}" opacity=".18"/>{drawing}</svg>'
    )
    return svg.encode()


def logo(letters: str, hue: float) -> bytes:
    """Return a vendor's mark: initials on a disc."""
    main, light = _tone(hue, 0.40, 0.50), _tone(hue + 0.1, 0.62, 0.60)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" width="160" height="160">'
        '<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="{light}"/><stop offset="1" stop-color="{main}"/></linearGradient></defs>'
        '<rect width="160" height="160" rx="36" fill="url(#g)"/>'
        '<text x="80" y="102" font-family="Vazirmatn, Verdana, sans-serif" font-size="62" font-weight="700" '
        f'fill="#ffffff" text-anchor="middle">{escape(letters)}</text></svg>'
    )
    return svg.encode()
