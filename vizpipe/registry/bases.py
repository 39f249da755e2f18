"""What each step is made with whatever the recipe: libraries, and vizpipe's own files."""

PACKAGES = {
    "film": ("numpy",),
    "pictures": (
        "celluloid",
        "contourpy",
        "font-source-sans-pro",
        "matplotlib",
        "numpy",
        "pandas",
        "pillow",
        "seaborn",
    ),
}
"""What every film, and every picture, is made with."""
_DATA = (
    "film/about.py",
    "film/film.py",
    "film/packing.py",
    "film/plane.py",
    "film/shooting.py",
    "film/shown.py",
    "film/spread.py",
    "film/story.py",
    "film/table.py",
    "datasets",
    "nn/view.py",
    "parameters",
    "recipe",
    "tables",
    "drawing/canvas.py",
    "drawing/language.py",
    "drawing/say.py",
)
_SCHEDULE = ("film/pacing.py", "film/schedule.py", "film/sharing.py", "film/stops.py")
BASES = {
    "film": (*_DATA, "film/record.py", "workers/kept.py failure recipe_of", "workers/worker.py train"),
    "pictures": (
        *_DATA,
        "camera/artists.py",
        "camera/laws.py",
        "camera/legends.py",
        "camera/order.py",
        "camera/scene.py",
        "camera/sheet.py",
        "camera/shots.py",
        "camera/wording.py",
        "camera/written.py",
        "drawing",
        "encoding/fitting.py",
        "encoding/palette.py",
        "film/reel.py",
        *_SCHEDULE,
        "workers/kept.py",
        "workers/worker.py clock describe draw recolour",
    ),
    "files": (
        *_DATA,
        "camera/letters.py",
        "camera/recolouring.py",
        "camera/recording.py",
        "camera/strokes.py",
        "encoding",
        *_SCHEDULE,
        "pipeline/budget.py",
        "pipeline/encodings.py",
        "pipeline/live.py",
        "pipeline/ready.py",
        "workers/kept.py",
        "workers/live.py",
        "workers/worker.py clock tabulate vector",
    ),
    "taken": (
        *_DATA,
        "film/binned.py",
        "film/deltas.py",
        "film/members.py",
        "film/probed.py",
        "film/record.py",
        "film/stored.py",
        "film/taken.py",
        "nn",
        "workers/kept.py failure recipe_of",
        "workers/taking.py",
    ),
}
"""The part of vizpipe that does each step, whatever the recipe; after a file, the functions that count. A film that is
in a file is taken from there."""
ROOMS = {"nn": "nn", "datasets": "datasets", "drawing": "drawing"}
"""The rooms that count if the recipe's step imports them."""
