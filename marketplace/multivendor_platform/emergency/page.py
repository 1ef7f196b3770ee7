"""The page for visitors, in both languages of the shop, without a file or a script."""

from __future__ import annotations

import base64
import hashlib

STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#faf8f5;color:#1d2433;"
    "font:17px/1.6 system-ui,'Segoe UI',Tahoma,sans-serif}main{max-width:34rem;padding:2rem}"
    "h1{margin:0 0 .5rem;font-size:1.7rem}section+section{margin-top:2rem}"
    "@media(prefers-color-scheme:dark){body{background:#14181f;color:#e7eaf0}}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)
PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Back in a moment</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<section>
<h1>Back in a moment</h1>
<p>The marketplace is being repaired. Nothing that you ordered is lost. Please try again in a few minutes.</p>
</section>
<section lang="fa" dir="rtl">
<h1>به‌زودی برمی‌گردیم</h1>
<p>فروشگاه در حال تعمیر است. هیچ سفارشی از دست نرفته است. لطفاً چند دقیقه دیگر دوباره امتحان کنید.</p>
</section>
</main>
</body>
</html>
""".encode()
