"""What the notice board declares: one of everything."""

from __future__ import annotations

from perron.bricks.example import listeners, publish, rules, tasks
from perron.bricks.example.urls import api, pages
from perron.kernel.contract import (
    Act,
    Api,
    Brick,
    Emits,
    HealthCheck,
    HomeSection,
    Listens,
    MapLayer,
    MenuEntry,
    NoticeKind,
    Pages,
    Permission,
    PersonalData,
    Retention,
    Searchable,
    Task,
    Then,
)
from perron.kernel.languages import Text

BOARD = Text(fr="Panneau d’affichage", nl="Prikbord", de="Anschlagbrett", en="Notice board")
BASIS = Text(fr="Intérêt public", nl="Algemeen belang", de="Öffentliches Interesse", en="Public interest")

BRICK = Brick(
    name="example",
    title=BOARD,
    summary=Text(
        fr="Un panneau d’exemple.", nl="Een voorbeeldbord.", de="Ein Beispielbrett.", en="A board to learn from."
    ),
    pages=Pages("perron.bricks.example.urls.pages", pages.ACCESS, (MenuEntry(BOARD, "example:board"),)),
    api=Api("perron.bricks.example.urls.api", api.ACCESS),
    datasets=(publish.DATASET,),
    search=(
        Searchable(
            kind="example.note",
            title=Text(fr="Notes", nl="Berichten", de="Zettel", en="Notes"),
            documents=publish.documents,
            document=publish.document,
            changed_by={"example.note_posted": "note_id", "example.note_taken_down": "note_id"},
        ),
    ),
    layers=(MapLayer("example.notes", BOARD, publish.features),),
    notices=(
        NoticeKind(
            name="example.note_posted",
            title=Text(fr="Nouvelle note", nl="Nieuw bericht", de="Neuer Zettel", en="New note"),
            template="example/notices/note_posted",
        ),
    ),
    home=(HomeSection("example.notes", BOARD, publish.concerns, order=90),),
    permissions=(
        Permission(
            "example.post_note", Text("Afficher une note", "Een bericht ophangen", "Zettel aushängen", "Post a note")
        ),
        Permission(
            "example.take_down_note",
            Text("Retirer une note", "Een bericht weghalen", "Zettel abnehmen", "Take a note down"),
        ),
    ),
    personal_data=(
        PersonalData(
            model="example.Note",
            columns=("author",),
            purpose=Text(
                fr="Savoir qui a affiché une note.",
                nl="Weten wie een bericht ophing.",
                de="Wissen, wer einen Zettel ausgehängt hat.",
                en="To know who posted a note.",
            ),
            legal_basis=BASIS,
            export=publish.held_about,
            erase=publish.erase_author,
        ),
    ),
    retention=(
        Retention("example.Note", "posted_at", rules.KEPT_FOR, BASIS, Then.ANONYMISE, publish.forget_old_authors),
    ),
    checks=(HealthCheck("example.board", BOARD, lambda: None),),
    emits=(
        Emits(
            "example.note_posted",
            ("note_id",),
            Text("Note affichée", "Bericht opgehangen", "Zettel ausgehängt", "Note posted"),
        ),
        Emits(
            "example.note_taken_down",
            ("note_id",),
            Text("Note retirée", "Bericht weggehaald", "Zettel abgenommen", "Note taken down"),
        ),
    ),
    acts=(
        Act("example.send_note", Text("Note envoyée", "Bericht verstuurd", "Zettel versandt", "Note sent")),
        Act(
            "example.forget_authors",
            Text("Auteurs oubliés", "Auteurs vergeten", "Verfasser vergessen", "Authors forgotten"),
        ),
    ),
    listens=(Listens("example.note_posted", listeners.note_was_posted),),
    tasks=(Task("example.look_at_the_board", BOARD, "0 3 * * *", tasks.look_at_the_board),),
)
