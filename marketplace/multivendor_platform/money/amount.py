"""The one money type: integers only, one currency per value, nothing lost on division."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from multivendor_platform.money.currency import currency_exponent, currency_is_known

# BIGINT in PostgreSQL: an amount beyond it could be calculated but never stored.
AMOUNT_MAX = 2**63 - 1


class MoneyError(Exception):
    """Base of what can go wrong with money; `code` is stable."""

    code = "money"


class UnknownCurrencyError(MoneyError):
    """The currency code is not one that CLDR knows."""

    code = "money-unknown-currency"


class CurrencyMismatchError(MoneyError):
    """Two currencies met in one operation."""

    code = "money-currency-mismatch"


class MoneyParseError(MoneyError):
    """A text is no amount, or has more decimals than the currency."""

    code = "money-parse"


class MoneyJSON(TypedDict):
    """Money as the API shows it."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units: `Money(1250, "EUR")` is 12.50 €, `Money(1250, "IRR")` is 1,250 rials."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse floats (and booleans), unknown currencies and what no BIGINT holds."""
        if type(self.amount) is not int:
            message = f"an amount is a whole number of minor units, not {type(self.amount).__name__}"
            raise TypeError(message)
        if not currency_is_known(self.currency):
            message = f"{self.currency!r} is not a currency code; expected three capitals such as 'EUR'"
            raise UnknownCurrencyError(message)
        if abs(self.amount) > AMOUNT_MAX:
            message = f"{self.amount} minor units do not fit into 64 bits"
            raise OverflowError(message)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read an amount in major units (`"12.50"`); raise MoneyParseError when decimals would be lost."""
        if not currency_is_known(currency):
            message = f"{currency!r} is not a currency code; expected three capitals such as 'EUR'"
            raise UnknownCurrencyError(message)
        try:
            value = Decimal(text.strip().replace(",", ""))
        except InvalidOperation as error:
            message = f"{text!r} is not an amount; expected digits such as 12.50"
            raise MoneyParseError(message) from error
        if not value.is_finite() or value.adjusted() > 18:
            message = f"{text!r} is not an amount; expected digits such as 12.50"
            raise MoneyParseError(message)
        exponent = currency_exponent(currency)
        minor = value.scaleb(exponent)
        if minor != minor.to_integral_value():
            message = f"{text!r} has more decimals than {currency} has ({exponent})"
            raise MoneyParseError(message)
        return cls(int(minor), currency)

    @property
    def exponent(self) -> int:
        """Decimals of the currency."""
        return currency_exponent(self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.amount).scaleb(-self.exponent)

    def as_json(self) -> MoneyJSON:
        """Return the API's shape."""
        return {"amount": self.amount, "currency": self.currency}

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            message = f"{self.currency} and {other.currency} cannot be mixed"
            raise CurrencyMismatchError(message)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int) -> Money:
        if type(factor) is not int:
            message = "money is multiplied by whole numbers only; split it with allocate()"
            raise TypeError(message)
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by largest remainder: parts sum to the whole, each within one minor unit of its exact share.

        A tie between remainders goes to the greater weight, then to the earlier place, so that the result for
        distinct weights does not depend on their order. Raise ValueError without a positive weight.
        """
        total = sum(weights)
        if total <= 0 or any(weight < 0 for weight in weights):
            message = "weights are whole numbers, none negative and at least one positive"
            raise ValueError(message)
        sign = -1 if self.amount < 0 else 1
        whole = abs(self.amount)
        parts = [whole * weight // total for weight in weights]
        remainders = [whole * weight % total for weight in weights]
        by_claim = sorted(range(len(parts)), key=lambda i: (-remainders[i], -weights[i], i))
        for i in by_claim[: whole - sum(parts)]:
            parts[i] += 1
        return [Money(sign * part, self.currency) for part in parts]
