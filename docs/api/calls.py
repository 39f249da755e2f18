"""The examples of docs/api.md: a function for each public name, whose body is printed, and run in its own folder."""

from pathlib import Path

import numpy as np

import vizpipe


def make_() -> None:
    """Two formats of one film, in a folder that is made if it is not there."""
    made = vizpipe.make("hidden-mapping", activation="relu", formats=["gif", "png"], size="thumb", output="pictures")
    print(*sorted(path.name for path in Path("pictures").iterdir()), sep="\n")
    print(made.title)


def result_() -> None:
    """A figure for a page, with its words."""
    made = vizpipe.make("gates", size="social", output="gates.png")
    print(made)
    print(f"![{made.alternative_text}]({made.path.name})")


def film_() -> None:
    """A film and its frames."""
    film = vizpipe.film("hidden-mapping", seed=3)
    print(film)
    print(f"The loss falls from {film[0].loss:.2f} to {film[-1].loss:.2f}.")


def film__() -> None:
    """The same numbers as a table and as a file."""
    film = vizpipe.film("learning-rates")
    print(isinstance(film, vizpipe.Film), film.table().columns.to_list())
    Path("learning-rates.npz").write_bytes(film.save())


def recipes_() -> None:
    """The recipes that are figures."""
    print([recipe.name for recipe in vizpipe.recipes() if recipe.kind == "figure"])


def listing_() -> None:
    """Whether there is a recipe of this name."""
    listed: vizpipe.Listing = vizpipe.recipes()
    print("gates" in listed.names)


def info_() -> None:
    """All about a recipe, in words."""
    print(vizpipe.info("gates"))


def info__() -> None:
    """What each parameter may be."""
    about: vizpipe.Info = vizpipe.info("hidden-mapping")
    for parameter in about.parameters:
        print(f"{parameter.name}: {parameter.limits}")


def record_() -> None:
    """A training of one's own, here one neuron in numpy: one line more, and a film."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 2))
    y, W = (X[:, 0] > 0).astype(int), np.zeros((2, 1))
    layers = [(W, np.zeros(1))]
    for _ in vizpipe.record(lambda: layers, X, y, "run.film", activations=["sigmoid"]).epochs(range(10)):
        W -= 0.5 * X.T @ (1 / (1 + np.exp(-X @ W)) - y[:, None]) / 100
    print(len(vizpipe.load_film("run.film")), "frames")


def load_film_() -> None:
    """What was recorded, frame by frame."""
    Path("run.film").write_bytes(vizpipe.film("hidden-mapping", max_epochs=5).save())
    film = vizpipe.load_film("run.film")
    print(film)
    print(film.column("loss").round(2))


def vizpipeerror_() -> None:
    """Whatever went wrong, in one line."""
    for activation in ("tanh", "rleu"):
        try:
            print(len(vizpipe.film("hidden-mapping", activation=activation)), "frames")
        except vizpipe.VizpipeError as error:
            print(error)


def usageerror_() -> None:
    """A name that nothing has."""
    try:
        vizpipe.make("hidden-maping")
    except vizpipe.UsageError as error:
        print(error)


def recipeerror_() -> None:
    """A recipe of a project that can't be read."""
    Path("vizpipe.toml").write_text('recipes = "figures"')
    Path("figures").mkdir()
    Path("figures/broken.py").write_text("import no_such_module")
    try:
        vizpipe.make("broken")
    except vizpipe.RecipeError as error:
        print(str(error).rpartition("/")[2])


def machineerror_() -> None:
    """A folder that can't be made."""
    Path("notes").write_text("a file, no folder")
    try:
        vizpipe.make("gates", output="notes/pictures/")
    except vizpipe.MachineError as error:
        print(error)
