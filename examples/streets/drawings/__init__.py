"""How each kind is drawn: `DRAWINGS[name](sketch)` fills the unit box of a `painter.Sketch`."""

from drawings import animals, people, plants, posts, things, vehicles

DRAWINGS = {
    **plants.DRAWINGS, **posts.DRAWINGS, **people.DRAWINGS, **vehicles.DRAWINGS, **animals.DRAWINGS,
    **things.DRAWINGS,
}  # fmt: skip
