"""A shop of four things, whose every answer is known, for the tests of the dialogue."""

from mmrec.dialogue import Known, TitleIndex, Vocabulary
from mmrec.types import Item

TYPES = {"price": float, "colour": str, "sizes": list, "in_stock": bool, "brand": str,
         "length_cm": float, "duration": float, "year": int}  # fmt: skip


def thing(item_id, title, price, colour, *, stock=True, brand="Norda", length=10.0, minutes=60.0):
    """One thing; all are of size M, of 2020 and on."""
    year = 2019 + int(item_id[1:])
    facts = {"price": price, "colour": colour, "sizes": ["M"], "in_stock": stock, "brand": brand,
             "length_cm": length, "duration": minutes, "year": year}  # fmt: skip
    return Item(item_id, title, None, None, facts)


THINGS = (
    thing("t1", "Lamp", 10.0, "red"),
    thing("t2", "Kettle", 20.0, "blue", stock=False),
    thing("t3", "Chair", 30.0, "red", brand="Velto"),
    thing("t4", "Table", 40.0, "green", length=200.0, minutes=5.0),
)
BY_ID = {item.item_id: item for item in THINGS}
SHOP = Known(
    TitleIndex({item.item_id: item.title for item in THINGS}),
    Vocabulary.of(THINGS, TYPES),
    lambda ids: [BY_ID[item_id] for item_id in ids],
)
