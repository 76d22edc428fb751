"""What reports declare."""

from __future__ import annotations

from perron.kernel.contract import Brick
from perron.kernel.languages import Text

BRICK = Brick(
    name="reports",
    title=Text(fr="Signalements", nl="Meldingen", de="Meldungen", en="Reports"),
    summary=Text(
        fr="Dire à la bonne autorité ce qui est cassé dans la rue, et le voir réparé.",
        nl="Aan de juiste overheid melden wat stuk is op straat, en zien dat het hersteld wordt.",
        de="Der richtigen Behörde melden, was auf der Straße kaputt ist, und sehen, dass es repariert wird.",
        en="Tell the right authority what is broken in the street, and see it mended.",
    ),
)
