"""What a currency is: its ISO 4217 code and how many decimals its minor unit has (CLDR, through Babel)."""

from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    """Return every code that CLDR knows, past ones too: old rows must stay readable."""
    return frozenset(get_global("all_currencies"))


def currency_is_known(code: str) -> bool:
    """Tell whether `code` is a currency code in capitals, such as `IRR`."""
    return code in _currencies()


@lru_cache(maxsize=256)
def currency_exponent(code: str) -> int:
    """Return the number of decimals of the minor unit: 0 for IRR and JPY, 2 for EUR, 3 for KWD.

    CLDR says 0 for IRR where ISO 4217 says 2: nobody has paid in dinars, the hundredth of a rial, for
    decades.
    """
    return int(get_currency_precision(code))
