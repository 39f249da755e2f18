"""A real Dask scheduler with two workers on this machine: the same bytes, and what happens when parts of it die."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from films import played
from nursery import cards_only
from projects import edit

pytest.importorskip("distributed", reason="needs the cluster extra: pip install 'vizpipe[cluster]'")

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.slow]
SMALL = ["run", "batch-loss", "--frames", "9", "--size", "480x270", "-f", "gif,png"]


class Cluster:
    """Processes of a cluster, on a port of their own."""

    def __init__(self, folder: Path) -> None:
        """Start a scheduler and two workers with their nannies."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        for number in (1, 2):
            self.add_worker(number)

    def add_worker(self, number: int, **env: str) -> subprocess.Popen[bytes]:
        """Start one worker with one thread."""
        folder = str(self._folder / f"worker{number}")
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", "--no-dashboard", "--local-directory", folder, **env
        )

    def _start(self, module: str, *words: str, **env: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"} | env
        quiet: Any = subprocess.DEVNULL
        process = subprocess.Popen(
            command, stdout=quiet, stderr=quiet, env=environment, cwd=self._folder, start_new_session=True
        )
        self._processes.append(process)
        return process

    def client(self) -> Any:
        """Look into it from outside, once both workers are there."""
        from distributed import Client

        client = Client(self.address, set_as_default=False, timeout=30)  # type: ignore[no-untyped-call]
        client.wait_for_workers(2, timeout=60)
        return client

    def close(self) -> None:
        """End everything."""
        for process in self._processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for process in self._processes:
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that is up, and whose workers may die."""
    yield from started(tmp_path_factory)


@pytest.fixture
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One that a test may break for good."""
    yield from started(tmp_path_factory)


def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a cluster, and end it."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.client().close()
        yield made
    finally:
        made.close()


def until_drawing(env: dict[str, str]) -> None:
    """Wait until a command with this cache has trained, and draws."""
    films = Path(env["VIZPIPE_CACHE"]) / "films"
    deadline = time.monotonic() + 60
    while not list(films.glob("*.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(films.glob("*.json"))
    time.sleep(0.5)


@pytest.mark.soak
def test_the_same_bytes_serially_in_processes_and_on_a_cluster(
    cluster: Cluster, vizpipe: "Vizpipe", tmp_path: Path, shared_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One worker, three and Dask give the same files, and so does this very process."""
    from inline import Inline
    from vizpipe.manifest.manifest import Manifest
    from vizpipe.parameters import parameter
    from vizpipe.pipeline.build import open_build
    from vizpipe.pipeline.make import make
    from vizpipe.project.asset import new_asset
    from vizpipe.registry import registry
    from vizpipe.registry.loading import make_cards, read_cards
    from vizpipe.store.cache import Cache

    seen = []
    for number, words in enumerate((["-j", "1"], ["-j", "3"], ["--cluster", cluster.address])):
        out = tmp_path / str(number)
        env = cards_only(shared_cache, tmp_path_factory.mktemp("cache"))
        done = vizpipe(*SMALL, *words, "-o", str(out), "--name", "a", env=env)
        assert done.code == 0, done
        seen.append([(out / f"a.{suffix}").read_bytes() for suffix in ("gif", "png")])
    source = next(each for each in registry.built_in() if Path(each.path).stem == "batch_loss")
    (card,) = read_cards(make_cards(source))
    values = parameter.complete(card.parameters, {}, "")
    wanted = new_asset("a", card, values, formats=["gif", "png"], size="480x270", frames=9)
    work = open_build(Inline(), Cache(tmp_path / "cache"), tmp_path / "inline", Manifest(), lambda _: None)
    make(wanted, work, source)
    seen.append([(tmp_path / "inline" / f"a.{suffix}").read_bytes() for suffix in ("gif", "png")])
    assert all(each == seen[0] for each in seen)


def test_a_worker_that_is_killed_costs_no_result(
    cluster: Cluster, project: "Project", tmp_path: Path, own_cache: dict[str, str]
) -> None:
    """A worker that is killed while frames are drawn is replaced by its nanny, and the film is whole."""
    edit(project.root / "figures" / "counter.py", "    axes.plot(", "    import time; time.sleep(0.2)\n    axes.plot(")
    words = ["run", "counter", "--steps", "40", "--size", "200x100"]
    command = [sys.executable, "-m", "vizpipe", *words, "--cluster", cluster.address, "--name", "a"]
    client = cluster.client()
    pids = client.run(os.getpid)
    with subprocess.Popen(command, cwd=tmp_path, env=os.environ | own_cache) as process:
        until_drawing(own_cache)
        assert process.poll() is None
        os.kill(next(iter(pids.values())), signal.SIGKILL)
        assert process.wait(timeout=200) == 0
    client.close()
    assert len(played((tmp_path / "a.gif").read_bytes(), "GIF")) == 40


@pytest.mark.soak
def test_a_task_that_always_kills_its_worker_fails_alone(
    cluster: Cluster, vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """An asset whose task always kills its worker fails with one line, and the other is made."""
    text = (project.root / "figures" / "counter.py").read_text()
    deadly = text.replace("def counter", "def deadly").replace("@counter", "@deadly")
    project.write("figures/deadly.py", deadly.replace("yield Step(index", "import os; os._exit(1); yield Step(index"))
    toml = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", toml + '\n[assets.two]\nrecipe = "deadly"\n')
    done = vizpipe("build", "--cluster", cluster.address, "--json", env=own_cache, timeout=250)
    assert done.code == 1, done
    assert {each["name"]: each["status"] for each in done.json["assets"]} == {"one": "made", "two": "failed"}
    assert "every worker that tried it died" in done.err


@pytest.mark.soak
def test_a_scheduler_that_dies_ends_with_3(spare: Cluster, tmp_path: Path, own_cache: dict[str, str]) -> None:
    """A scheduler that dies ends the command with 3 within 30 s, with one line and nothing half-written."""
    words = ["run", "hidden-mapping", "--max-epochs", "300", "--target-loss", "none", "--frames", "all"]
    words = [sys.executable, "-m", "vizpipe", *words, "--cluster", spare.address]
    with subprocess.Popen(words, cwd=tmp_path, env=os.environ | own_cache, stderr=subprocess.PIPE, text=True) as ended:
        until_drawing(own_cache)
        os.killpg(spare.scheduler.pid, signal.SIGKILL)
        _, error = ended.communicate(timeout=30)
    assert ended.returncode == 3, error
    assert [line for line in error.splitlines() if line.startswith("vizpipe:")] == [
        f"vizpipe: --cluster {spare.address}: the scheduler is gone"
    ]
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def test_a_worker_with_other_versions_is_refused(
    cluster: Cluster,
    vizpipe: "Vizpipe",
    tmp_path: Path,
    own_cache: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A worker with other versions is refused with what differs, here and there; nothing is drawn."""
    metadata = tmp_path_factory.mktemp("site") / "numpy-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.0.0\n")
    other = cluster.add_worker(3, PYTHONPATH=str(metadata.parent))
    client = cluster.client()
    client.wait_for_workers(3, timeout=60)
    client.close()
    done = vizpipe(*SMALL, "--cluster", cluster.address, env=own_cache)
    os.killpg(other.pid, signal.SIGKILL)
    assert done.code == 3, done
    assert "numpy 1.0.0 there," in done.line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("patience", [120, pytest.param(30, marks=pytest.mark.soak)])
def test_a_scheduler_that_is_not_there_ends_with_3(vizpipe: "Vizpipe", tmp_path: Path, patience: float) -> None:
    """A scheduler that is not there ends the command with 3, with one line; within 30 s, where load is no excuse."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    done = vizpipe("run", "gates", "--cluster", address, timeout=patience)
    assert done.code == 3, done
    assert "no scheduler answers" in done.line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://192.0.2.1:8786", "a Dask connection runs code"),
        ("tcp://example.org:8786", "a Dask connection runs code"),
        ("127.0.0.1:8786", "must be tcp://HOST:PORT"),
        ("http://127.0.0.1:8786", "must be tcp://HOST:PORT"),
        ("tcp://127.0.0.1", "must be tcp://HOST:PORT"),
        ("tcp://127.0.0.1:99999999", "must be tcp://HOST:PORT"),
        ("", "must be tcp://HOST:PORT"),
    ],
)
def test_an_address_that_will_not_do_is_refused(vizpipe: "Vizpipe", tmp_path: Path, address: str, says: str) -> None:
    """No address, or one beyond this machine that nobody asked for, is refused before anything is sent."""
    done = vizpipe("run", "gates", "--cluster", address)
    assert done.code == 2, done
    assert says in done.line
    assert list(tmp_path.iterdir()) == []
